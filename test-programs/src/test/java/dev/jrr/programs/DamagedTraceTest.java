package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One small trace, damaged in every way: each is reported, or replays right as far as it is whole;
 * none replays wrongly, hangs, or shows a stack trace. A failure names the seed to run it again
 * with.
 */
@SharedRecordings
final class DamagedTraceTest {
  private static final int NOT_A_TRACE = 66;
  private static final int CORRUPT = 76;
  private static final int CUTS = 30;
  private static final int FLIPS = 80;

  /** Files that a reader can do without (trace.md): damage in them may be harmless. */
  private static final Set<String> SIDE_FILES = Set.of("index", "resolved");

  /** Layout of HEADER: where the major version and the prefix's CRC32C are (FORMAT.md). */
  private static final int HEADER_MAJOR = 8;

  private static final int HEADER_PREFIX_CRC = 60;

  private final Sandbox sandbox = Sandbox.withOwnStore("damaged");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private Path trace;
  private Run recorded;
  private final AtomicInteger serial = new AtomicInteger();

  @BeforeAll
  void recordASmallTrace() {
    trace = sandbox.freshTrace("whole");
    List<String> program =
        List.of("sh", "-c", "for i in 1 2 3 4 5 6 7 8; do echo line $i; ls /proc/self/fd; done");
    recorded =
        Jrr.checked(
            new Launch(
                    Jrr.record(Mode.TRACED, trace, program), sandbox.freshWork(), sandbox.traces())
                .run());
    assertThat(recorded.status()).as("%s", recorded).isZero();
    assertThat(recorded.out()).contains("line 8");
  }

  @Test
  void replaysACutTraceUpToItsCut() throws IOException {
    Path frames = trace.resolve("frames.0000");
    long size = Files.size(frames);
    for (int i = 0; i < CUTS; i++) {
      long length = size * i / CUTS;
      Path cut = copy("cut");
      Files.deleteIfExists(cut.resolve("END"));
      truncate(cut.resolve("frames.0000"), length);
      assertReplaysAPart("frames cut to " + length + " of " + size, cut);
    }
  }

  @Test
  void replaysATraceWithoutItsEnd() throws IOException {
    Path cut = copy("no-end");
    Files.delete(cut.resolve("END"));
    Run run = replay(cut);
    assertThat(run.status()).as("%s", run).isZero();
    assertThat(run.out()).isEqualTo(recorded.out());
    assertThat(String.join("\n", run.errOfJrr())).contains("cut");
  }

  @Test
  void noticesDataThatIsGone() throws IOException {
    Path data = trace.resolve("data.0000");
    for (int i = 0; i < 5; i++) {
      Path cut = copy("data-cut");
      truncate(cut.resolve("data.0000"), Files.size(data) * i / 5);
      Run run = replay(cut);
      assertThat(run.status()).as("data cut to %d fifths: %s", i, run).isEqualTo(CORRUPT);
      assertThat(run.errOfJrr()).as("%s", run).isNotEmpty();
    }
  }

  @Test
  void reportsAnyFlippedByte() throws IOException {
    SeededRandom random = new SeededRandom(SeededRandom.SEED);
    List<Path> own = files(trace, file -> true);
    List<Path> objects = files(sandbox.traces().resolve("objects"), DamagedTraceTest::isObject);
    for (int i = 0; i < FLIPS; i++) {
      // One in ten in a mapped file's contents; of the others, half in a file chosen first, so that
      // small files get their share.
      List<Path> files = i % 10 == 0 ? objects : own;
      if (i % 2 == 0) {
        files = List.of(files.get(random.below(files.size())));
      }
      assertFlipIsNoticed(placeIn(files, random), 1 + random.below(255));
    }
  }

  @Test
  void refusesANewerFormat() throws IOException {
    Path newer = copy("newer");
    byte[] header = Files.readAllBytes(newer.resolve("HEADER"));
    ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(HEADER_MAJOR, (short) (bytes.getShort(HEADER_MAJOR) + 1));
    CRC32C crc = new CRC32C();
    crc.update(header, 0, HEADER_PREFIX_CRC);
    bytes.putInt(HEADER_PREFIX_CRC, (int) crc.getValue());
    Files.write(newer.resolve("HEADER"), header);
    Run run = replay(newer);
    assertThat(run.status()).as("%s", run).isEqualTo(CORRUPT);
    assertThat(run.err()).as("%s", run).contains("too new");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void followsNoLinkOutOfTheTrace() throws IOException {
    for (String name : List.of("HEADER", "frames.0000", "data.0000")) {
      Path linked = copy("linked");
      Path outside = sandbox.path("outside-" + name + "-" + serial.get());
      Files.move(linked.resolve(name), outside);
      Files.createSymbolicLink(linked.resolve(name), outside);
      Run run = replay(linked);
      assertThat(run.status()).as("%s", run).isIn(NOT_A_TRACE, CORRUPT);
      assertThat(run.errOfJrr()).as("%s", run).isNotEmpty();
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void saysThatAnObjectIsMissing() throws IOException {
    // The copy beside an empty store of its own finds none of the mapped files.
    Path lonely = Files.createDirectories(sandbox.path("lonely"));
    Files.createDirectories(lonely.resolve("objects"));
    Path copy = lonely.resolve("trace");
    Sandbox.copy(trace, copy);
    Run run = Jrr.checked(new Launch(Jrr.replay(copy), sandbox.elsewhere(), lonely).run());
    assertThat(run.status()).as("%s", run).isEqualTo(NOT_A_TRACE);
    assertThat(run.errOfJrr()).as("%s", run).isNotEmpty();
  }

  private void assertFlipIsNoticed(Place place, int difference) throws IOException {
    Path file = place.file();
    String what =
        "seed %d: byte %d of %s xor %#x"
            .formatted(SeededRandom.SEED, place.offset(), file.getFileName(), difference);
    boolean inTrace = file.startsWith(trace);
    Path damagedRoot = Files.createDirectories(sandbox.path("flip-" + serial.incrementAndGet()));
    Path damaged = damagedRoot.resolve("trace");
    Sandbox.copy(trace, damaged);
    Path root = sandbox.traces();
    Path target = damaged.resolve(trace.relativize(file));
    if (!inTrace) {
      Sandbox.copy(sandbox.traces().resolve("objects"), damagedRoot.resolve("objects"));
      root = damagedRoot;
      target = damagedRoot.resolve(sandbox.traces().relativize(file));
    }
    flip(target, place.offset(), difference);
    Run run = Jrr.checked(new Launch(Jrr.replay(damaged), sandbox.elsewhere(), root).run());
    if (inTrace && SIDE_FILES.contains(file.getFileName().toString()) && run.status() == 0) {
      assertThat(run.out()).as(what).isEqualTo(recorded.out());
      assertThat(run.errOfProgram()).as(what).isEqualTo(recorded.err());
    } else {
      assertThat(run.status()).as("%s: %s", what, run).isIn(NOT_A_TRACE, CORRUPT);
      assertThat(run.errOfJrr()).as("%s: %s", what, run).isNotEmpty();
      assertThat(recorded.out()).as(what).startsWith(run.out());
    }
    Sandbox.delete(damagedRoot);
  }

  private void assertReplaysAPart(String what, Path cut) {
    Run run = replay(cut);
    assertThat(recorded.out()).as("%s: %s", what, run).startsWith(run.out());
    assertThat(run.errOfJrr()).as("%s: %s", what, run).isNotEmpty();
    if (run.status() == 0) {
      assertThat(String.join("\n", run.errOfJrr())).as(what).contains("cut");
    } else {
      assertThat(run.status()).as("%s: %s", what, run).isIn(NOT_A_TRACE, CORRUPT);
    }
    Sandbox.delete(cut);
  }

  private Run replay(Path damaged) {
    return Jrr.checked(
        new Launch(Jrr.replay(damaged), sandbox.elsewhere(), sandbox.traces()).run());
  }

  private Path copy(String name) {
    Path copy = sandbox.traces().resolve(name + "-" + serial.incrementAndGet());
    Sandbox.copy(trace, copy);
    return copy;
  }

  /** A byte of a file. */
  private record Place(Path file, long offset) {}

  /** Each byte of these files is as likely. */
  private static Place placeIn(List<Path> files, SeededRandom random) throws IOException {
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    long at = random.below(total);
    int k = 0;
    while (at >= Files.size(files.get(k))) {
      at -= Files.size(files.get(k++));
    }
    return new Place(files.get(k), at);
  }

  /** The files below a directory that are not empty. */
  private static List<Path> files(Path root, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
          .filter(wanted)
          .sorted()
          .toList();
    }
  }

  /** {@code objects/ab/cdef...}: other files of the store are caches. */
  private static boolean isObject(Path file) {
    return file.getParent().getFileName().toString().matches("[0-9a-f]{2}");
  }

  private static void truncate(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static void flip(Path file, long at, int difference) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= (byte) difference;
    // The copy may be read-only, as objects are.
    Files.delete(file);
    Files.write(file, bytes);
  }
}
