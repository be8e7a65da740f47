package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code jrr record} and {@code jrr replay} say to programs and traces that they cannot use:
 * the documented exit status, a few lines that name the thing, no stack trace, no hang.
 */
final class BadInputTest {
  private static final int NO_SUCH_TRACE = 66;
  private static final int CANNOT_RECORD = 70;
  private static final int SYSTEM_REFUSES = 71;
  private static final int CANNOT_CREATE = 73;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  /** {@code e_machine} of ELF files, from elf(5): 386 and AArch64. */
  private static final short EM_386 = 3;

  /** See {@link #EM_386}. */
  private static final short EM_AARCH64 = 183;

  @Test
  void saysThatAProgramDoesNotExist() {
    try (Sandbox sandbox = Sandbox.of("bad-missing-program")) {
      assertRefused(sandbox, "./no-such-program", NOT_FOUND);
      assertRefused(sandbox, "no-such-program-in-the-path", NOT_FOUND);
      sandbox.passed();
    }
  }

  @Test
  void saysThatAProgramIsNotExecutable() throws IOException {
    try (Sandbox sandbox = Sandbox.of("bad-not-executable")) {
      Path file = Files.writeString(sandbox.path("plain"), "text");
      assertRefused(sandbox, file.toString(), NOT_EXECUTABLE);
      Path directory = Files.createDirectory(sandbox.path("directory"));
      assertRefused(sandbox, directory.toString(), NOT_EXECUTABLE);
      sandbox.passed();
    }
  }

  @Test
  void saysThatAProgramIsOfAnotherArchitecture() throws IOException {
    try (Sandbox sandbox = Sandbox.of("bad-architecture")) {
      Path old = executable(sandbox.path("old"), elf32());
      assertThat(assertRefused(sandbox, old.toString(), NOT_EXECUTABLE).err()).contains("32-bit");
      Run run = record(sandbox, sandbox.freshTrace("child"), "sh", "-c", "exec " + old);
      assertThat(run.status()).as("%s", run).isEqualTo(CANNOT_RECORD);
      assertThat(run.err()).as("%s", run).contains("JRR-E208", "executes a 32-bit program, old");
      byte[] other = elf32();
      other[4] = 2; // ELFCLASS64
      ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putShort(18, EM_AARCH64);
      assertRefused(sandbox, executable(sandbox.path("arm"), other).toString(), NOT_EXECUTABLE);
      sandbox.passed();
    }
  }

  @ParameterizedTest
  @EnumSource(Surroundings.class)
  void saysThatAProgramMakes32BitCalls(Surroundings where) throws IOException {
    try (Sandbox sandbox = Sandbox.in(where, "bad-32-bit-calls")) {
      Path trace = sandbox.freshTrace("int80");
      Path work = sandbox.freshWork();
      where.give(work);
      String program = DebuggedTrace.program("int80").toString();
      List<String> command = Jrr.record(Mode.BUFFERED, trace, List.of(program));
      Run run = Jrr.checked(new Launch(command, work, sandbox.traces()).in(where).run());
      assertThat(run.status()).as("%s", run).isEqualTo(CANNOT_RECORD);
      assertThat(run.err()).as("%s", run).contains("JRR-E208", "int 0x80");
      sandbox.passed();
    }
  }

  @Test
  void saysThatAProgramUsesTheVsyscallPage() throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/self/maps")).contains("[vsyscall]"),
        "this kernel has no vsyscall page");
    try (Sandbox sandbox = Sandbox.of("bad-vsyscall")) {
      String program = DebuggedTrace.program("vsyscall").toString();
      Run run = record(sandbox, sandbox.freshTrace("vsyscall"), program);
      assertThat(run.status()).as("%s", run).isEqualTo(CANNOT_RECORD);
      assertThat(run.err()).as("%s", run).contains("JRR-E208", "vsyscall");
      sandbox.passed();
    }
  }

  @Test
  void saysThatTheTraceCannotBeCreated() throws IOException {
    try (Sandbox sandbox = Sandbox.of("bad-unwritable")) {
      Path file = Files.writeString(sandbox.path("file"), "");
      for (Path place : List.of(file.resolve("trace"), Path.of("/proc/no/trace"))) {
        Run run = record(sandbox, place, "true");
        assertThat(run.status()).as("%s", run).isEqualTo(CANNOT_CREATE);
        assertExplains(run, place.toString());
      }
      sandbox.passed();
    }
  }

  @Test
  void keepsWhatWasRecordedWhenTheDiskIsFull() throws IOException {
    assumeTrue(isRoot(), "mounting a small file system needs root");
    try (Sandbox sandbox = Sandbox.of("bad-full-disk")) {
      Path small = Files.createDirectory(sandbox.path("small"));
      shell(sandbox, "mount -t tmpfs -o size=12m,mode=0700 tmpfs " + small);
      try {
        // Random bytes do not compress: 64 MiB of them cannot fit.
        List<String> program = List.of("head", "-c", "67108864", "/dev/urandom");
        Path trace = small.resolve("trace");
        Run run =
            Jrr.checked(
                new Launch(Jrr.record(Mode.TRACED, trace, program), sandbox.freshWork(), small)
                    .run());
        assertThat(run.status()).as("%s", run.errOfJrr()).isIn(70, 71, 74);
        assertThat(run.errOfJrr()).as("what is said").isNotEmpty();
        assertThat(String.join("\n", run.errOfJrr())).containsAnyOf("room", "space", "full");
        Run replay = Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), small).run());
        assertThat(replay.status()).as("%s", replay.errOfJrr()).isZero();
        assertThat(run.out()).startsWith(replay.out());
        assertThat(String.join("\n", replay.errOfJrr())).contains("cut");
      } finally {
        shell(sandbox, "umount -l " + small);
      }
      sandbox.passed();
    }
  }

  @Test
  void saysThatThereIsNoTrace() throws IOException {
    try (Sandbox sandbox = Sandbox.of("bad-no-trace")) {
      Path missing = sandbox.path("missing");
      Path empty = Files.createDirectory(sandbox.path("empty"));
      Path file = Files.writeString(sandbox.path("file"), "no trace");
      Path foreign = Files.createDirectory(sandbox.path("foreign"));
      Files.writeString(
          foreign.resolve("HEADER"), "something else of more than sixty-four bytes, ".repeat(3));
      for (Path trace : List.of(missing, empty, file, foreign)) {
        Run run = replay(sandbox, trace);
        assertThat(run.status()).as("%s", run).isEqualTo(NO_SUCH_TRACE);
        assertExplains(run, trace.getFileName().toString());
        assertThat(run.out()).isEmpty();
      }
      sandbox.passed();
    }
  }

  @Test
  void keepsWhatAProgramDidBeforeWhatCannotBeRecorded() {
    try (Sandbox sandbox = Sandbox.of("bad-mapping")) {
      String program = DebuggedTrace.program("maps_over_jrr").toString();
      Path trace = sandbox.freshTrace("cut");
      Run run = record(sandbox, trace, program);
      assertThat(run.status()).as("%s", run).isEqualTo(CANNOT_RECORD);
      assertExplains(run, program);
      assertThat(run.err()).contains("JRR-E208", "0x70000000", "where jrr has its own memory");
      Run replayed = replay(sandbox, trace);
      assertThat(replayed.out()).isEqualTo("before\n").isEqualTo(run.out());
      sandbox.passed();
    }
  }

  @Test
  void saysThatTracingIsRefused() {
    try (Sandbox sandbox = Sandbox.of("bad-no-ptrace")) {
      Path trace = sandbox.freshTrace("refused");
      Run run = withoutPtrace(sandbox, Jrr.record(Mode.TRACED, trace, List.of("true")));
      assertThat(run.status()).as("%s", run).isEqualTo(SYSTEM_REFUSES);
      assertExplains(run, "true");
      assertThat(run.err()).contains("ptrace").contains("EPERM").contains("jrr doctor");
      assertThat(trace).doesNotExist();

      assertThat(record(sandbox, trace, "true").status()).isZero();
      run = withoutPtrace(sandbox, Jrr.replay(trace));
      assertThat(run.status()).as("%s", run).isEqualTo(SYSTEM_REFUSES);
      assertExplains(run, trace.getFileName().toString());
      assertThat(run.err()).contains("ptrace").contains("EPERM").contains("jrr doctor");
      sandbox.passed();
    }
  }

  private static Run withoutPtrace(Sandbox sandbox, List<String> command) {
    List<String> whole = new ArrayList<>();
    whole.add(DebuggedTrace.program("without_ptrace").toString());
    whole.addAll(command);
    return Jrr.checked(new Launch(whole, sandbox.freshWork(), sandbox.traces()).run());
  }

  private static Run assertRefused(Sandbox sandbox, String program, int status) {
    Path trace = sandbox.freshTrace("refused");
    Run run = record(sandbox, trace, program);
    assertThat(run.status()).as("%s", run).isEqualTo(status);
    assertExplains(run, program);
    assertThat(trace).as("a program that never ran leaves no trace").doesNotExist();
    return run;
  }

  /** One line what, and perhaps one why and one what to do. */
  private static void assertExplains(Run run, String thing) {
    assertThat(run.err().lines())
        .as("%s", run)
        .hasSizeBetween(1, 3)
        .allMatch(line -> line.startsWith("jrr: "))
        .first()
        .asString()
        .contains(thing);
  }

  private static Run record(Sandbox sandbox, Path trace, String... program) {
    List<String> command = Jrr.record(Mode.TRACED, trace, List.of(program));
    return Jrr.checked(new Launch(command, sandbox.freshWork(), sandbox.traces()).run());
  }

  private static Run replay(Sandbox sandbox, Path trace) {
    return Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
  }

  private static void shell(Sandbox sandbox, String line) {
    Run run = new Launch(List.of("sh", "-c", line), sandbox.elsewhere(), sandbox.traces()).run();
    assertThat(run.status()).as("%s", run).isZero();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Path executable(Path path, byte[] bytes) throws IOException {
    Files.write(path, bytes);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * A whole 32-bit program (elf(5)): header, one segment, and {@code mov $1, %eax; xor %ebx, %ebx;
   * int $0x80}, which exits with 0.
   */
  private static byte[] elf32() {
    int base = 0x08048000;
    int headers = 52 + 32;
    byte[] code = {(byte) 0xb8, 1, 0, 0, 0, 0x31, (byte) 0xdb, (byte) 0xcd, (byte) 0x80};
    ByteBuffer elf = ByteBuffer.allocate(headers + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
    elf.putShort((short) 2).putShort(EM_386).putInt(1).putInt(base + headers);
    elf.putInt(52).putInt(0).putInt(0);
    elf.putShort((short) 52).putShort((short) 32).putShort((short) 1);
    elf.putShort((short) 40).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(0).putInt(base).putInt(base);
    elf.putInt(elf.capacity()).putInt(elf.capacity()).putInt(5).putInt(4096);
    elf.put(code);
    return elf.array();
  }
}
