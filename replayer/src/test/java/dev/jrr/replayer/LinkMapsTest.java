package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.gdbserver.target.SharedLibraries;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.trace.ObjectId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The dynamic linker's lists, read from memory that may hold anything. */
final class LinkMapsTest {
  private static final long BASE = 0x5000_0000L;
  private static final long HEADERS = BASE + 64;
  private static final long LINKER = 0x7f00_0000L;
  private static final long DYNAMIC = BASE + 0x400;
  private static final long DEBUG = BASE + 0x500;
  private static final long MAIN = BASE + 0x600;
  private static final long LIBRARY = BASE + 0x700;
  private static final long NAME = BASE + 0x800;

  private final FakeMemory memory = new FakeMemory(BASE, 0x1000);
  private final MappingNames mappings = new MappingNames();

  private static byte[] auxv() {
    ByteBuffer words = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(3).putLong(HEADERS).putLong(5).putLong(3).putLong(7).putLong(LINKER);
    return words.array();
  }

  private void header(int index, int type, long address) {
    long at = HEADERS + 56L * index;
    memory.putInt(at, type).putLong(at + 16, address);
  }

  /** A position-independent program with an interpreter and one library. */
  private LinkMaps program() {
    header(0, 6, 64);
    header(1, 3, 0x300);
    header(2, 2, 0x400);
    memory.putText(BASE + 0x300, "/lib64/ld-linux.so.2");
    memory.putLong(DYNAMIC, 5, 0x1234, 21, DEBUG, 0, 0);
    memory.putLong(DEBUG, 1, MAIN);
    memory.putLong(MAIN, BASE, NAME + 0x80, DYNAMIC, LIBRARY, 0);
    memory.putLong(LIBRARY, 0x7e00_0000L, NAME, 0x7e00_1000L, 0, MAIN);
    memory.putText(NAME, "/lib/libz.so.1");
    return new LinkMaps(memory, auxv());
  }

  @Test
  void findsTheLinkerByTheProgramsPath() {
    LinkMaps maps = program();
    assertThat(maps.linkerPath()).isEqualTo("/lib64/ld-linux.so.2");
    assertThat(maps.linkerBase()).isEqualTo(LINKER);
  }

  @Test
  void namesLibrariesByWhatIsMapped() {
    mappings.add(0x7e00_0000L, 0x2000, 0, "/usr/lib/libz.so.1.2.13", new ObjectId("0".repeat(64)));
    SharedLibraries libraries = program().libraries(mappings);
    assertThat(libraries.mainLinkMap()).isEqualTo(new TargetAddress(MAIN));
    assertThat(libraries.libraries())
        .containsExactly(
            new SharedLibraries.Library(
                "/usr/lib/libz.so.1.2.13",
                new TargetAddress(LIBRARY),
                new TargetAddress(0x7e00_0000L),
                new TargetAddress(0x7e00_1000L)));
  }

  @Test
  void namesLibrariesAsTheLinkerDoesWhereTheTraceHasNoFile() {
    assertThat(program().libraries(mappings).libraries())
        .extracting(SharedLibraries.Library::path)
        .containsExactly("/lib/libz.so.1");
  }

  @Test
  void hasNoneBeforeTheLinkerRan() {
    program();
    memory.putLong(DYNAMIC, 5, 0x1234, 21, 0, 0, 0);
    SharedLibraries libraries = new LinkMaps(memory, auxv()).libraries(mappings);
    assertThat(libraries.mainLinkMap().value()).isZero();
    assertThat(libraries.libraries()).isEmpty();
  }

  @Test
  void aStaticProgramHasNone() {
    header(0, 1, 0);
    LinkMaps maps = new LinkMaps(memory, auxv());
    assertThat(maps.linkerPath()).isNull();
    assertThat(maps.libraries(mappings).libraries()).isEmpty();
  }

  @Test
  void chainsThatGoInCirclesEnd() {
    program();
    memory.putLong(LIBRARY + 24, LIBRARY);
    assertThat(new LinkMaps(memory, auxv()).libraries(mappings).libraries())
        .hasSizeLessThanOrEqualTo(10_000);
  }

  @Test
  void nothingAtAllIsNothing() {
    LinkMaps maps = new LinkMaps(memory, new byte[0]);
    assertThat(maps.linkerBase()).isZero();
    assertThat(maps.linkerPath()).isNull();
    assertThat(maps.libraries(mappings).libraries()).isEmpty();
  }
}
