package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jrr.tracee.MachineInstruction.Kind;
import dev.jrr.tracee.Registers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sites in the libraries of this system against objdump, and in files assembled to be difficult.
 */
class TrapSitesTest {
  private static final Pattern LISTED =
      Pattern.compile("^\\s*([0-9a-f]+):\\s+(rdrand|rdseed|rdpid)\\s", Pattern.MULTILINE);

  /** Ordinary code before and after what is tested, longer than the sweeps reach. */
  private static final String PLAIN =
      ".rept 20\n mov %rdi,%rax\n add $0x1234,%rax\n mov 8(%rsi,%rax,4),%ecx\n"
          + " test %ecx,%ecx\n je 1f\n imul %rcx,%rdx\n 1: lea 5(%rip),%r8\n .endr\n";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"libcrypto.so.3", "libgcrypt.so.20", "libstdc++.so.6", "libc.so.6"})
  void theSitesOfALibraryAreThoseThatObjdumpLists(String name) throws Exception {
    Path library = Path.of("/usr/lib/x86_64-linux-gnu", name);
    assumeTrue(Files.exists(library));

    assertThat(found(library)).isEqualTo(listed(library));
  }

  @ParameterizedTest
  @ValueSource(strings = {"libcrypto.so.3", "libgcrypt.so.20", "libstdc++.so.6"})
  void theyAreFoundWithNoTraceOfSectionsSymbolsNorUnwindEntries(String name) throws Exception {
    Path library = Path.of("/usr/lib/x86_64-linux-gnu", name);
    assumeTrue(Files.exists(library));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(library)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(40, 0).putShort(60, (short) 0);
    for (int index = 0; index < bytes.getShort(56); index++) {
      int header = (int) bytes.getLong(32) + 56 * index;
      if (bytes.getInt(header) == 0x6474e550) { // PT_GNU_EH_FRAME
        bytes.putInt(header, 0);
      }
    }

    assertThat(TrapSites.find(bytes)).isNotEmpty().isEqualTo(sites(library));
  }

  @Test
  void everyFormIsFoundWithItsLengthAndItsRegister() throws Exception {
    Path file =
        assemble(
            "f: .cfi_startproc\n"
                + " rdrand %ax\n"
                + " rdrand %r10d\n"
                + " rdrand %rbx\n"
                + " rdseed %edx\n"
                + "rdpid %rcx\n"
                + " rdpid %r9\n"
                + " .byte 0x2e,0x3e,0x49,0x0f,0xc7,0xf7\n"
                + " ret\n"
                + " .cfi_endproc\n");

    List<TrapSites.Site> sites = sites(file);

    assertThat(sites)
        .extracting(
            TrapSites.Site::kind,
            TrapSites.Site::length,
            site -> site.instruction().register(),
            site -> site.instruction().width())
        .containsExactly(
            tuple(Kind.RDRAND, 4, Registers.RAX, 16),
            tuple(Kind.RDRAND, 4, Registers.R10, 32),
            tuple(Kind.RDRAND, 4, Registers.RBX, 64),
            tuple(Kind.RDSEED, 3, Registers.RDX, 32),
            tuple(Kind.RDPID, 4, Registers.RCX, 64),
            tuple(Kind.RDPID, 5, Registers.R9, 64),
            // cs and ds prefixes mean nothing; the length is still the whole
            tuple(Kind.RDRAND, 6, Registers.R15, 64));
    long end = sites.get(0).offset();
    for (TrapSites.Site site : sites) {
      assertThat(site.offset()).isEqualTo(end);
      end += site.length();
    }
  }

  @Test
  void withoutSymbolsNorUnwindEntriesSweepsFindTheSite() throws Exception {
    Path file = assemble(PLAIN + "rdrand %rax\n jnc 2f\n" + PLAIN + "2: ret\n", "-s");

    assertThat(sites(file)).extracting(TrapSites.Site::kind).containsExactly(Kind.RDRAND);
  }

  @Test
  void withoutSectionsTheWholeExecutableSegmentIsSearched() throws Exception {
    Path file = assemble(PLAIN + "rdseed %rax\n jnc 2f\n" + PLAIN + "2: ret\n", "-s");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0).putShort(60, (short) 0);

    assertThat(TrapSites.find(ByteBuffer.wrap(bytes)))
        .isEqualTo(sites(file))
        .extracting(TrapSites.Site::kind)
        .containsExactly(Kind.RDSEED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "movabs $0x1122f0c70f334455,%rax", // in a constant
        "mov $0xf0c70f,%eax",
        "mov 0x11f8c70f(%rbx),%eax", // in a displacement
        "lea 0xf0c70f(%rip),%rax",
        ".byte 0xf3,0x0f,0xc7,0xf0", // senduipi
        ".byte 0xe8,0x0f,0xc7,0xff,0xff", // in a call's distance
      })
  void theBytesInsideAnotherInstructionAreNoSite(String instruction) throws Exception {
    String source =
        "f: .cfi_startproc\n" + PLAIN + instruction + "\n" + PLAIN + "ret\n.cfi_endproc\n";

    for (String option : new String[] {"-O0", "-s"}) {
      Path file = assemble(source, option);
      assertThat(hits(file)).isPositive();
      assertThat(sites(file)).isEmpty();
    }
    Path bare = assemble(PLAIN + instruction + "\n" + PLAIN + "ret\n", "-s");
    assertThat(sites(bare)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a jump table whose third distance is -14577, the bytes 0f c7 ff ff
        ".long -14600,-14590,-14577,-14500,-14400,-14300,-14200,-14100",
        ".long 0x10,0x20,0xf0c70f,0x30,0x40,0x50", // small numbers: zeros
        ".quad 0x3ff0000000000000,0x00000000f0c70f00,0x4024000000000000,0x3ff0000000000000",
        ".ascii \"the quick brown\"; .byte 0x0f,0xc7,0xf0; .ascii \"fox\\0\"; .zero 16",
      })
  void dataBetweenOrInFunctionsIsNoSite(String data) throws Exception {
    for (String frame : new String[] {"", ".cfi_startproc\n"}) {
      String end = frame.isEmpty() ? "" : ".cfi_endproc\n";
      Path file =
          assemble("f: " + frame + PLAIN + "ret\n" + data + "\n" + PLAIN + "ret\n" + end, "-s");

      assertThat(hits(file)).isPositive();
      assertThat(sites(file)).isEmpty();
    }
  }

  @Test
  void randomConstantsAmongCodeAreNoSites() throws Exception {
    Random random = new Random(20);
    StringBuilder source = new StringBuilder();
    for (int table = 0; table < 200; table++) {
      source.append("ret\n");
      for (int index = 0; index < 32; index++) {
        source.append(".quad ").append(random.nextLong()).append('\n');
      }
      source.append(".byte 0x0f,0xc7,").append(0xf0 + random.nextInt(16)).append('\n');
      for (int index = 0; index < 8; index++) {
        source.append(".quad ").append(random.nextLong()).append('\n');
      }
      source.append(PLAIN);
    }
    Path file = assemble(source.toString(), "-s");

    assertThat(hits(file)).isGreaterThanOrEqualTo(200);
    assertThat(sites(file)).isEmpty();
  }

  @Test
  void dataSectionsAreNotSearched() throws Exception {
    Path file =
        assemble("ret\n.section .rodata\n.byte 0x0f,0xc7,0xf0,0xc3\n", "-Wl,-z,noseparate-code");

    assertThat(hits(file)).isZero();
    assertThat(sites(file)).isEmpty();
  }

  @Test
  void aFileWithoutTheBytesNeedsNoCapstone() throws Exception {
    Path file = assemble(PLAIN + "ret\n");

    assertThat(TrapSites.find(map(file), TrapSitesTest::missing)).isEmpty();
  }

  @Test
  void aFileWithTheBytesAndNoCapstoneIsRefused() throws Exception {
    Path file = assemble("rdrand %eax\n ret\n");

    assertThatThrownBy(() -> TrapSites.find(map(file), TrapSitesTest::missing))
        .isInstanceOf(CapstoneMissingException.class);
  }

  @Test
  void whatIsNoElfFileHasNoSites() {
    byte[] text = new byte[4096];
    text[100] = 0x0f;
    text[101] = (byte) 0xc7;
    text[102] = (byte) 0xf0;

    assertThat(TrapSites.find(ByteBuffer.wrap(text))).isEmpty();
    assertThat(TrapSites.find(ByteBuffer.allocate(0))).isEmpty();
  }

  @Test
  void aDamagedFileIsReadWithoutFailing() throws Exception {
    byte[] good =
        Files.readAllBytes(assemble("f: .cfi_startproc\nrdrand %eax\n ret\n.cfi_endproc\n"));
    Random random = new Random(7);
    int unharmed = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bad = good.clone();
      for (int flip = 0; flip < 8; flip++) {
        bad[round % 2 == 0 ? 24 + random.nextInt(700) : random.nextInt(bad.length)] =
            (byte) random.nextInt();
      }
      int length = round % 5 == 0 ? random.nextInt(bad.length) : bad.length;
      unharmed += TrapSites.find(ByteBuffer.wrap(bad, 0, length)).size();
    }
    assertThat(unharmed).isPositive();
  }

  @Test
  void theSearchMissesNoPlaceAtAnyAlignment() {
    for (int at = 8; at <= 24; at++) {
      ByteBuffer bytes = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put(at, (byte) 0x0f).put(at + 1, (byte) 0xc7).put(at + 2, (byte) 0xf9);

      // in range as a whole, and not when its first or its last byte is outside
      assertThat(TrapSites.search(bytes, new ElfCode.Range(at, at + 3), new int[0]))
          .containsExactly(at);
      assertThat(TrapSites.search(bytes, new ElfCode.Range(3, 40), new int[0])).containsExactly(at);
      assertThat(TrapSites.search(bytes, new ElfCode.Range(at + 1, 40), new int[0])).isEmpty();
      assertThat(TrapSites.search(bytes, new ElfCode.Range(0, at + 2), new int[0])).isEmpty();
    }
  }

  private static Disassembler missing() {
    throw new CapstoneMissingException("not here");
  }

  private static List<TrapSites.Site> sites(Path file) throws IOException {
    return TrapSites.find(map(file));
  }

  /** How often the bytes occur where code may be. */
  private static int hits(Path file) throws IOException {
    ByteBuffer bytes = map(file).order(ByteOrder.LITTLE_ENDIAN);
    int[] places = {};
    for (ElfCode.Range range : ElfCode.of(bytes).executable()) {
      places = TrapSites.search(bytes, range, places);
    }
    return places.length;
  }

  private static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  /** Offset and name of each site. In these libraries code is mapped at its file offset. */
  private static List<String> found(Path file) throws IOException {
    return sites(file).stream()
        .map(
            site ->
                Long.toHexString(site.offset()) + " " + site.kind().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private List<String> listed(Path file) throws Exception {
    List<String> listed = new ArrayList<>();
    Matcher matcher = LISTED.matcher(run("objdump", "-d", "--no-show-raw-insn", file.toString()));
    while (matcher.find()) {
      listed.add(matcher.group(1) + " " + matcher.group(2));
    }
    return listed;
  }

  /** A shared library of this code. */
  private Path assemble(String source, String... options) throws Exception {
    Path text = Files.writeString(directory.resolve("code.s"), ".text\n" + source);
    Path file = directory.resolve("code.so");
    List<String> command =
        new ArrayList<>(
            List.of("gcc", "-shared", "-nostdlib", "-o", file.toString(), text.toString()));
    command.addAll(List.of(options));
    run(command.toArray(new String[0]));
    return file;
  }

  private String run(String... command) throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    String text = Files.readString(output);
    assertThat(status).as(text).isZero();
    return text;
  }
}
