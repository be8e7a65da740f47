package dev.jrr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.replayer.CallText;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.HostManifest;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.TraceEnd;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceReader;
import dev.jrr.trace.TraceWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that only read a trace, on one written by hand: a shell that forks {@code ls}. */
class TraceCommandsTest {
  private static final int SHELL = 100;
  private static final int CHILD = 101;
  private static final int EXIT_3 = 3 << 8;
  private static final int SIGSEGV_CORE = 11 | 0x80;

  @TempDir Path folder;
  private Path trace;

  @BeforeEach
  void write() {
    trace = folder.resolve("t");
    try (TraceWriter writer =
        TraceWriter.create(
            trace,
            TraceHeader.now(
                "0.1",
                new HostManifest(List.of(), 7, "6.1", 4096, 1),
                List.of("sh", "x y"),
                "/",
                List.of()))) {
      frames().forEach(writer::append);
      writer.finish(TraceEnd.now(EXIT_3));
    }
  }

  private static List<Frame> frames() {
    RegisterSet registers = RegisterSet.copyOf(new long[RegisterSet.COUNT]);
    List<Frame> frames = new ArrayList<>();
    frames.add(exec(1, SHELL, null, "sh"));
    frames.add(
        new Frame.Syscall(
            2,
            SHELL,
            registers,
            0,
            CHILD,
            List.of(new Effect.Spawn(CHILD, CHILD, false, registers, List.of()))));
    frames.add(exec(3, CHILD, registers, "ls"));
    frames.add(
        new Frame.Syscall(
            4,
            CHILD,
            read(3, 0x1000, 2),
            5,
            2,
            List.of(new Effect.WriteMemory(0x1000, new byte[] {1, 2}))));
    frames.add(new Frame.Exit(5, CHILD, null, SIGSEGV_CORE, List.of()));
    frames.add(new Frame.Exit(6, SHELL, null, EXIT_3, List.of()));
    return frames;
  }

  private static Frame exec(long event, int task, RegisterSet at, String program) {
    return new Frame.Exec(
        event,
        task,
        task,
        at,
        "/bin/" + program,
        List.of(program),
        List.of(),
        new byte[0],
        List.of());
  }

  /** The registers of read(2), which is call 0. */
  private static RegisterSet read(long fd, long buffer, long count) {
    long[] words = new long[RegisterSet.COUNT];
    words[CallText.ORIG_RAX] = 0;
    words[CallText.ARGUMENTS.get(0)] = fd;
    words[CallText.ARGUMENTS.get(1)] = buffer;
    words[CallText.ARGUMENTS.get(2)] = count;
    return RegisterSet.copyOf(words);
  }

  private List<String> run(Command command, String... words) throws Exception {
    StringWriter printed = new StringWriter();
    List<String> all = new ArrayList<>(List.of(words));
    all.add(trace.toString());
    Arguments arguments = PlainParser.parse(command, all);
    assertThat(command.run(arguments, new Output(printed))).isZero();
    return printed.toString().lines().toList();
  }

  @Test
  void psShowsWhoMadeWhomAndHowEachEnded() throws Exception {
    assertThat(run(new ProcessesCommand()))
        .containsExactly(
            "PID  PARENT  EVENTS  END                   COMMAND",
            "100       -     1-6  exit 3                sh",
            "101     100     2-5  SIGSEGV, core dumped    ls");
  }

  @Test
  void psAsJsonHasTheWaitStatus() throws Exception {
    assertThat(run(new ProcessesCommand(), "--json"))
        .hasSize(2)
        .last()
        .isEqualTo(
            "{\"pid\":101,\"parent\":100,\"tasks\":1,\"firstEvent\":2,\"lastEvent\":5,"
                + "\"waitStatus\":139,\"command\":[\"ls\"]}");
  }

  @Test
  void dumpSaysWhatEachFrameDoes() throws Exception {
    List<String> lines = run(new DumpCommand());

    assertThat(lines).hasSize(6);
    assertThat(lines.get(3))
        .contains("4", "101", "syscall")
        .contains("read(3, \"\\x01\\x02\", 2) = 2  | writememory address=0x1000 bytes=2B");
    assertThat(lines.get(4)).endsWith("exit          SIGSEGV, core dumped");
  }

  @Test
  void dumpTakesEventsTasksAndACount() throws Exception {
    assertThat(run(new DumpCommand(), "-e", "2-4", "--task", "101")).hasSize(2);
    assertThat(run(new DumpCommand(), "-e", "5-")).hasSize(2);
    assertThat(run(new DumpCommand(), "-e", "6")).hasSize(1);
    assertThat(run(new DumpCommand(), "-n", "1")).hasSize(1);
    assertThat(run(new DumpCommand(), "-n", "0")).isEmpty();
  }

  @Test
  void dumpAndInfoTellHowPointsWereFound() throws Exception {
    assertThat(run(new InfoCommand())).noneMatch(line -> line.startsWith("async points"));
    ResolvedPoints points = ResolvedPoints.of(TraceReader.open(trace));
    points.put(
        3,
        new ResolvedPoints.Point(1500, 7, 2, List.of(4, 5), List.of(), ResolvedPoints.Visit.FIRST));
    points.put(
        4, new ResolvedPoints.Point(500, 1, 0, List.of(), List.of(1), ResolvedPoints.Visit.FIRST));
    points.save();

    assertThat(run(new DumpCommand(), "-e", "3").get(0))
        .endsWith(", found in 1.5 ms, 7 stops, 2 false visits, 2 words");
    assertThat(run(new InfoCommand()))
        .contains(
            "async points  2 found in 2.0 ms (one in 1.5 ms at most), 8 stops; 1 ambiguous: 2 false"
                + " visits, up to 2 words");
  }

  @Test
  void dumpAsJsonHoldsRegistersAndBytes() throws Exception {
    String line = run(new DumpCommand(), "--json", "-e", "4").get(0);

    assertThat(line)
        .startsWith("{\"kind\":\"Syscall\",\"event\":4,\"task\":101,\"at\":{\"r15\":\"0x0\"")
        .contains("\"rdi\":\"0x3\"")
        .endsWith(
            "\"inputDigest\":\"0x5\",\"result\":2,\"effects\":[{\"kind\":\"WriteMemory\","
                + "\"address\":\"0x1000\",\"bytes\":\"0102\"}]}");
  }

  @Test
  void infoTellsWhatWasRecorded() throws Exception {
    assertThat(run(new InfoCommand()))
        .contains("command       sh 'x y'", "ended         exit 3", "events        6");
  }

  @Test
  void verifyCountsWhatItChecked() throws Exception {
    assertThat(run(new VerifyCommand()).get(0)).contains("6 events, 0 files");
  }

  @Test
  void verifyMissesAFileThatIsNotStored() {
    ObjectId absent = new ObjectId("ab".repeat(32));
    Effect map = new Effect.Map(0x1000, 4096, 1, 2, new Effect.Backing.FileObject(absent, 0), "/x");
    Path incomplete =
        written(
            new Frame.Exec(
                1, SHELL, SHELL, null, "/x", List.of("x"), List.of(), new byte[0], List.of(map)));

    assertThat(Main.run(List.of("verify", incomplete.toString()))).isEqualTo(66);
  }

  @Test
  void verifyMissesWhatABufferedReadNames() {
    int size = 24 + 48 + 32;
    ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(0, size).putLong(8, 8192).putInt(20, 16).put(24 + 48, new byte[] {1, 2, 3});
    Path incomplete =
        written(exec(1, SHELL, null, "sh"), new Frame.Records(2, SHELL, 1, record.array()));

    assertThat(Main.run(List.of("verify", incomplete.toString()))).isEqualTo(66);
  }

  private Path written(Frame... frames) {
    Path directory = folder.resolve("written");
    try (TraceWriter writer =
        TraceWriter.create(
            directory,
            TraceHeader.now(
                "0.1",
                new HostManifest(List.of(), 7, "6.1", 4096, 1),
                List.of("x"),
                "/",
                List.of()))) {
      List.of(frames).forEach(writer::append);
      writer.finish(TraceEnd.now(0));
    }
    return directory;
  }

  @Test
  void rmRemovesTheTraceAndNothingIfOneNameIsWrong() {
    assertThat(Main.run(List.of("rm", trace.toString(), folder.resolve("no").toString())))
        .isEqualTo(66);
    assertThat(trace).exists();

    assertThat(Main.run(List.of("rm", trace.toString()))).isZero();
    assertThat(trace).doesNotExist();
  }

  @Test
  void rmWithoutNamesRemovesNothing() {
    assertThat(Main.run(List.of("rm"))).isEqualTo(64);
    assertThat(trace).exists();
  }
}
