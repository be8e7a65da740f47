package dev.jrr.recorder;

import dev.jrr.layout.HookCode;
import dev.jrr.trace.HostManifest;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceEnd;
import dev.jrr.trace.TraceException;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceWriter;
import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.MachineIdentity;
import dev.jrr.tracee.kernel.Ptrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records one run of a program: the way in for callers. */
public final class Recorder {
  /**
   * What to record, and where to.
   *
   * @param launcher the {@code launch} program of syscallbuf-preload
   * @param trace the directory to make
   * @param objects where contents of mapped files are kept
   * @param cpu the CPU for the tracer and all tasks; -1 for the one at hand
   * @param keep the descriptors that the program inherits, ascending, separated by commas
   * @param program the file to execute
   * @param arguments argv
   * @param environment envp
   * @param chaosSeed what the schedule is drawn from (chaos mode), null for the usual one
   * @param restless whether tasks are stopped all the time (for tests)
   * @param waitForAll whether the recording goes on until every process has ended
   * @param goOnWhenFull whether the program goes on, unrecorded, when the trace cannot be written
   * @param buffer how calls are made
   * @param first what is told of the program's first process
   */
  public record Request(
      Path launcher,
      Path trace,
      ObjectStore objects,
      int cpu,
      String keep,
      byte[] program,
      List<byte[]> arguments,
      List<byte[]> environment,
      @Nullable Long chaosSeed,
      boolean restless,
      boolean waitForAll,
      boolean goOnWhenFull,
      BufferOptions buffer,
      FirstProcess first,
      List<String> commandLine,
      String workingDirectory,
      String version) {}

  /**
   * How the recording went; {@code waitStatus} is the first process's, {@code calls} tells, when it
   * is asked, how its calls were made.
   */
  public record Result(
      int waitStatus, long events, Supplier<List<String>> calls, List<String> warnings) {}

  private Recorder() {}

  private static SchedulingPolicy policy(Request request) {
    Long seed = request.chaosSeed;
    SchedulingPolicy policy = seed == null ? new FairPolicy() : new ChaosPolicy(seed);
    return request.restless ? new RestlessPolicy(policy, seed == null ? 0 : seed) : policy;
  }

  /**
   * Records until the program has ended, or all of its descendants, too. The calling thread becomes
   * the tracer.
   *
   * @throws ExecFailedException if the program could not be executed
   * @throws UnsupportedProgramException if it did what cannot be recorded; the trace is cut there
   * @throws UnreadableTaskException if a task's memory may not be read; the trace is cut there
   * @throws dev.jrr.trace.TraceException if the trace could not be written
   */
  public static Result record(Request request) {
    try (Aside aside = new Aside()) {
      return record(request, aside);
    }
  }

  private static Result record(Request request, Aside aside) {
    int cpu = request.cpu >= 0 ? request.cpu : CpuPinning.current();
    CpuPinning.initial();
    Ptrace ptrace = new Ptrace();
    Launcher.Launched launched =
        Launcher.record(
            ptrace,
            request.launcher,
            cpu,
            request.keep,
            request.program,
            request.arguments,
            request.environment);
    TraceHeader header =
        TraceHeader.now(
            request.version + "+" + HookCode.source(),
            manifest(launched.machine(), cpu),
            request.commandLine,
            request.workingDirectory,
            request.chaosSeed == null ? List.of() : List.of("--chaos=" + request.chaosSeed));
    if (request.buffer.enabled()) {
      header =
          header.requiring(
              TraceHeader.BUFFERED_CALLS
                  | TraceHeader.BUFFERED_TIME_STAMPS
                  | TraceHeader.BUFFERED_FILES
                  | TraceHeader.NAMED_READS
                  | TraceHeader.MOVED_INSTRUCTIONS);
    }
    try (TraceWriter writer = TraceWriter.create(request.trace, header)) {
      CpuPinning.pin(cpu);
      RecordSession session =
          new RecordSession(ptrace, writer, request, policy(request), cpu, aside);
      int status = session.run(launched);
      aside.close();
      session.letOthersGo(request.launcher);
      TraceException failure = session.failure();
      if (failure != null) {
        throw failure;
      }
      writer.finish(TraceEnd.now(status));
      session.buffering().readFiles().store();
      session.buffering().patcher().places().keep();
      return new Result(
          status,
          session.events(),
          session.buffering().statistics()::lines,
          session.warnings().all());
    }
  }

  private static HostManifest manifest(MachineIdentity machine, int cpu) {
    int[] words = machine.leaves();
    List<HostManifest.CpuidLeaf> leaves = new ArrayList<>(words.length / 6);
    for (int at = 0; at + 5 < words.length; at += 6) {
      leaves.add(
          new HostManifest.CpuidLeaf(
              words[at],
              words[at + 1],
              words[at + 2],
              words[at + 3],
              words[at + 4],
              words[at + 5]));
    }
    return new HostManifest(leaves, machine.xcr0(), System.getProperty("os.version"), 4096, cpu);
  }
}
