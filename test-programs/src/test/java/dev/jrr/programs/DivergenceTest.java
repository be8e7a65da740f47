package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.HostManifest;
import dev.jrr.trace.RegisterSet;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Traces that are whole but say something else than what happened: each replay ends with a report
 * of the place, none with success.
 */
@SharedRecordings
final class DivergenceTest {
  private static final int DIVERGED = 65;
  private static final int SYSTEM_REFUSES = 71;

  /** Words of {@link RegisterSet#NAMES}. */
  private static final int RAX = 10;

  private static final int RDX = 12;
  private static final int RSI = 13;
  private static final int ORIG_RAX = 15;
  private static final int RIP = 16;

  /** Calls by their numbers, asm/unistd_64.h. */
  private static final int READ = 0;

  private static final int WRITE = 1;

  private static final int MMAP = 9;
  private static final int FSTATAT = 262;

  private final Sandbox sandbox = Sandbox.of("divergence");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private Path trace;
  private Run recorded;
  private int serial;

  @BeforeAll
  void record() {
    DebuggedTrace tour = DebuggedTrace.record(sandbox, "debug_tour");
    trace = tour.trace();
    recorded = tour.recorded();
  }

  private static RegisterSet with(RegisterSet registers, int index, long value) {
    long[] words = registers.toArray();
    words[index] = value;
    return RegisterSet.copyOf(words);
  }

  private static Frame.Syscall withResult(Frame.Syscall call, long result) {
    return new Frame.Syscall(
        call.event(), call.task(), call.at(), call.inputDigest(), result, call.effects());
  }

  private static boolean isCall(Frame frame, int number) {
    return frame instanceof Frame.Syscall call && call.at().word(ORIG_RAX) == number;
  }

  private Frame.Syscall find(Predicate<Frame> wanted) {
    try (FrameCursor frames = TraceReader.open(trace).frames()) {
      while (frames.hasNext()) {
        if (wanted.test(frames.peek())) {
          return (Frame.Syscall) frames.next();
        }
        frames.next();
      }
    }
    throw new AssertionError("the recording has no such frame");
  }

  private Path altered(UnaryOperator<Frame> change) {
    Path copy = sandbox.freshTrace("altered" + ++serial);
    RewrittenTrace.write(trace, copy, change);
    return copy;
  }

  private Path altered(Frame.Syscall changed) {
    return altered(frame -> frame.event() == changed.event() ? changed : frame);
  }

  private Run replay(Path path) {
    return Jrr.checked(
        new Launch(Jrr.replay(path), sandbox.elsewhere(), sandbox.traces())
            .environment("XDG_STATE_HOME", sandbox.path("state").toString())
            .run());
  }

  /** Replays; what comes out is the beginning of what was recorded, and a report. */
  private Run assertDiverges(Path path, String code) {
    Run run = replay(path);
    assertThat(run.status()).as("%s", run).isEqualTo(DIVERGED);
    assertThat(run.errOfJrr()).as("%s", run).hasSize(3);
    assertThat(run.errOfJrr().get(0)).contains("diverged").contains(code);
    assertThat(run.err()).contains(code + " event ").contains("the last events").contains("- ");
    assertThat(recorded.out()).startsWith(run.out());
    return run;
  }

  @Test
  void aRewrittenTraceThatIsNotChangedReplays() {
    Run run = replay(altered(frame -> frame));
    assertThat(run.status()).as("%s", run).isZero();
    assertThat(run.out()).isEqualTo(recorded.out());
  }

  @Test
  void reportsRegistersThatDiffer() {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    Run run =
        assertDiverges(
            altered(
                new Frame.Syscall(
                    write.event(),
                    write.task(),
                    with(write.at(), RDX, 3),
                    write.inputDigest(),
                    write.result(),
                    write.effects())),
            "JRR-E311");
    assertThat(run.err())
        .contains("event " + write.event() + ", task " + write.task() + " (debug_tour)")
        .contains("rdx differs")
        .contains("expected write(1, \"loc\", 3)")
        .contains("actual   write(1, \"local 50\\n")
        .contains("* rdx       0000000000000003  00000000000000")
        .containsPattern("at 0x[0-9a-f]+, .*libc.*\\+0x[0-9a-f]+, in .*write\\+0x[0-9a-f]+")
        .containsPattern("=> [0-9a-f]+ {2}\\S+")
        .containsPattern("syscall\n")
        .contains("write(1, \"loc\", 3) = " + write.result() + "   <- here");
    assertThat(run.err().lines().filter(line -> line.startsWith("  * "))).hasSize(1);
  }

  @Test
  void keepsTheReportAsJsonForItsOwner() throws IOException {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    Run run =
        assertDiverges(
            altered(
                new Frame.Syscall(
                    write.event(),
                    write.task(),
                    with(write.at(), RSI, 1),
                    write.inputDigest(),
                    write.result(),
                    write.effects())),
            "JRR-E311");
    Path directory = sandbox.path("state").resolve("jrr/divergences");
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> run.err().contains(file.toString())).toList();
    }
    assertThat(files).as("%s", run).hasSize(1);
    assertThat(Files.readString(files.get(0)))
        .startsWith("{")
        .contains("\"code\":\"JRR-E311\"")
        .contains("\"event\":" + write.event())
        .contains("\"name\":\"rsi\",\"expected\":\"0x1\"")
        .contains("\"instructions\":[{")
        .contains("\"causes\":[")
        .endsWith("}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.get(0))))
        .isEqualTo("rw-------");
  }

  @Test
  void saysWhereTheReportCouldNotBeKept() throws IOException {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    Path path =
        altered(
            new Frame.Syscall(
                write.event(),
                write.task(),
                with(write.at(), RDX, 3),
                write.inputDigest(),
                write.result(),
                write.effects()));
    Path file = Files.writeString(sandbox.path("no-directory"), "");
    Run run =
        Jrr.checked(
            new Launch(Jrr.replay(path), sandbox.elsewhere(), sandbox.traces())
                .environment("XDG_STATE_HOME", file.toString())
                .run());
    assertThat(run.status()).isEqualTo(DIVERGED);
    assertThat(run.err()).contains("rdx differs").contains("could not be kept");
  }

  @Test
  void reportsAPlaceThatIsNeverReached() {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    assertDiverges(
        altered(
            new Frame.Syscall(
                write.event(),
                write.task(),
                with(with(write.at(), RIP, 0x1234), ORIG_RAX, FSTATAT),
                0,
                0,
                List.of())),
        "JRR-E311");
    // A fault where the program makes a call.
    assertDiverges(
        altered(
            frame ->
                frame.event() == write.event()
                    ? new Frame.Signal(
                        write.event(),
                        write.task(),
                        write.at(),
                        11,
                        new byte[128],
                        Frame.Arrival.FAULT,
                        Frame.Disposition.IGNORED,
                        List.of())
                    : frame),
        "JRR-E312");
  }

  @Test
  void reportsOtherContentsOfWhatACallReads() {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    assertThat(write.inputDigest()).isNotZero();
    Run run =
        assertDiverges(
            altered(
                new Frame.Syscall(
                    write.event(),
                    write.task(),
                    write.at(),
                    write.inputDigest() ^ 0x40,
                    write.result(),
                    write.effects())),
            "JRR-E313");
    assertThat(run.err()).contains("write(1, \"local 50\\n");
  }

  @Test
  void reportsTheConsequencesOfAnotherResult() {
    // The program ends with another status when it reads less than all.
    Path reading = DebuggedTrace.record(sandbox, "debug_own_code").trace();
    Path less = sandbox.freshTrace("less");
    RewrittenTrace.write(
        reading,
        less,
        frame ->
            isCall(frame, READ) && ((Frame.Syscall) frame).result() == 8
                ? withResult((Frame.Syscall) frame, 7)
                : frame);
    Run run = replay(less);
    assertThat(run.status()).as("%s", run).isEqualTo(DIVERGED);
    assertThat(run.err()).contains("read(").contains(" = 7\n").contains("<- here");

    // A library that is said to be where it is not.
    Frame.Syscall mmap = find(frame -> isCall(frame, MMAP));
    run = replay(altered(withResult(mmap, mmap.result() + 0x1000)));
    assertThat(run.status()).as("%s", run).isEqualTo(DIVERGED);
  }

  @Test
  void reportsAMappingThatCannotBeMade() {
    Frame.Syscall mmap =
        find(
            frame ->
                isCall(frame, MMAP)
                    && frame.effects().stream().anyMatch(each -> each instanceof Effect.Map));
    List<Effect> effects = new ArrayList<>();
    for (Effect effect : mmap.effects()) {
      effects.add(
          effect instanceof Effect.Map map
              ? new Effect.Map(
                  0xffff_8000_0000_0000L,
                  map.length(),
                  map.protection(),
                  map.flags(),
                  map.backing(),
                  map.name())
              : effect);
    }
    assertDiverges(
        altered(
            new Frame.Syscall(
                mmap.event(), mmap.task(), mmap.at(), mmap.inputDigest(), mmap.result(), effects)),
        "JRR-E315");
  }

  @Test
  void reportsMemoryThatIsNotThere() {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    assertDiverges(
        altered(
            new Frame.Syscall(
                write.event(),
                write.task(),
                write.at(),
                write.inputDigest(),
                write.result(),
                List.of(new Effect.WriteMemory(0x1000, new byte[] {1})))),
        "JRR-E316");
  }

  @Test
  void reportsATaskThatWasNeverStarted() {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    Run run =
        assertDiverges(
            altered(
                new Frame.Syscall(
                    write.event(),
                    write.task() + 1,
                    write.at(),
                    write.inputDigest(),
                    write.result(),
                    write.effects())),
            "JRR-E314");
    assertThat(run.err()).contains("no task " + (write.task() + 1));
  }

  @Test
  void gdbIsToldAndTheStatusSaysSo() throws IOException {
    Frame.Syscall write = find(frame -> isCall(frame, WRITE));
    Path path =
        altered(
            new Frame.Syscall(
                write.event(),
                write.task(),
                with(write.at(), RDX, 3),
                write.inputDigest(),
                write.result(),
                write.effects()));
    Path script =
        Files.writeString(sandbox.path("diverging.gdb"), "continue\ncontinue\ncontinue\nbt\n");
    List<String> command =
        Jrr.command(List.of("replay", "-batch", "-x", script.toString(), path.toString()));
    Run run =
        Jrr.checked(
            new Launch(command, sandbox.elsewhere(), sandbox.traces())
                .environment("XDG_STATE_HOME", sandbox.path("state").toString())
                .run());
    String all = run.out() + run.err();
    assertThat(run.status()).as("%s", run).isEqualTo(DIVERGED);
    assertThat(all).contains("rdx differs").contains("the report is also in").contains("#0 ");
    assertThat(all.split("rdx differs", -1)).as("told at each try to go on").hasSize(3);
  }

  @Test
  void saysInWhatAnotherMachineDiffers() {
    Path other = sandbox.freshTrace("other-machine");
    RewrittenTrace.write(trace, other, DivergenceTest::onAnotherMachine, frame -> frame);
    Run run = replay(other);
    assertThat(run.status()).as("%s", run).isEqualTo(SYSTEM_REFUSES);
    assertThat(run.errOfJrr()).hasSize(3);
    assertThat(run.errOfJrr().get(1))
        .contains("it was recorded on ")
        .contains("this is ")
        .containsPattern("cpuid 0x7\\.0 ebx is [0-9a-f]{8} instead of [0-9a-f]{8}")
        .contains("the vector state in use is ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysThatAnotherVersionRecorded() {
    Path other = sandbox.freshTrace("other-version");
    RewrittenTrace.write(
        trace,
        other,
        header -> with(header.requiring(TraceHeader.BUFFERED_CALLS), "9.9+00000000", header.host()),
        frame -> frame);
    Run run = replay(other);
    assertThat(run.status()).as("%s", run).isEqualTo(SYSTEM_REFUSES);
    assertThat(run.errOfJrr()).hasSize(3);
    assertThat(run.errOfJrr().get(0)).contains("JRR-E305");
    assertThat(run.errOfJrr().get(1)).contains("jrr 9.9+00000000 recorded it, this is +");
    assertThat(run.out()).isEmpty();
  }

  private static TraceHeader onAnotherMachine(TraceHeader header) {
    HostManifest host = header.host();
    List<HostManifest.CpuidLeaf> leaves = new ArrayList<>();
    for (HostManifest.CpuidLeaf leaf : host.cpuid()) {
      int changed = leaf.leaf() == 7 && leaf.subleaf() == 0 ? 1 << 5 : 0;
      leaves.add(
          new HostManifest.CpuidLeaf(
              leaf.leaf(),
              leaf.subleaf(),
              leaf.eax(),
              leaf.ebx() ^ changed,
              leaf.ecx(),
              leaf.edx()));
    }
    return with(
        header,
        header.jrrVersion(),
        new HostManifest(
            leaves, host.xcr0() ^ 4, host.kernelRelease(), host.pageSize(), host.cpuNumber()));
  }

  private static TraceHeader with(TraceHeader header, String version, HostManifest host) {
    return new TraceHeader(
        header.uuid(),
        header.major(),
        header.minor(),
        header.requiredFeatures(),
        version,
        header.startTimeMs(),
        host,
        header.commandLine(),
        header.workingDirectory(),
        header.recordOptions());
  }
}
