package dev.jrr.cli;

import dev.jrr.gdbserver.GdbServer;
import dev.jrr.gdbserver.ListenAddress;
import dev.jrr.replayer.DivergenceException;
import dev.jrr.replayer.Echo;
import dev.jrr.replayer.OtherMachineException;
import dev.jrr.replayer.ReplaySession;
import dev.jrr.replayer.ReplayTarget;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.LaunchException;
import dev.jrr.tracee.syscalls.Errno;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Wires the replayer and gdb's server to the command line. */
final class ReplayCommand {
  private ReplayCommand() {}

  /** Replays; answers jrr's exit status. */
  static int run(ReplayOptions options) {
    TraceReader trace = Traces.open(options.trace());
    ObjectStore objects = Traces.directories().storeOf(trace.directory());
    Echo echo = options.quiet() ? Echo.NONE : Echo.toOwnStreams();
    try {
      return options.toEnd()
          ? toEnd(options, trace, objects, echo)
          : underGdb(options, trace, objects, echo);
    } catch (DivergenceException diverged) {
      throw diverged(diverged, trace);
    } catch (OtherMachineException other) {
      throw new CliException(
          ErrorCode.MACHINE_DIFFERS,
          "cannot replay " + trace.directory(),
          "this processor is another one: " + other.getMessage());
    } catch (LaunchException failed) {
      throw new CliException(
          ErrorCode.PTRACE_REFUSED,
          "cannot replay " + trace.directory(),
          failed.step() + ": " + Errno.nameOfResult(-failed.errno()));
    }
  }

  private static CliException diverged(DivergenceException diverged, TraceReader trace) {
    System.err.print(diverged.report().text());
    return new CliException(
        ErrorCode.DIVERGED,
        "the replay of " + trace.directory() + " diverged",
        String.valueOf(diverged.getMessage()));
  }

  private static int toEnd(
      ReplayOptions options, TraceReader trace, ObjectStore objects, Echo echo) {
    try (ReplaySession session = new ReplaySession(trace, objects, Distribution.launcher(), echo)) {
      while (session.advance(null) != ReplaySession.Progress.END
          && (options.gotoEvent() == 0 || session.event() < options.gotoEvent())) {
        // each frame is checked as it is replayed
      }
      if (trace.isCut()) {
        System.err.println(
            "jrr: the recording was cut at event " + session.event() + "; it replayed up to there");
      }
    }
    return 0;
  }

  private static int underGdb(
      ReplayOptions options, TraceReader trace, ObjectStore objects, Echo echo) {
    ExecutorService tracer = Executors.newSingleThreadExecutor(ReplayCommand::tracerThread);
    try {
      ReplayTarget.Start start = new ReplayTarget.Start(options.pid(), options.gotoEvent());
      Future<ReplayTarget> starting =
          tracer.submit(
              () -> new ReplayTarget(trace, objects, Distribution.launcher(), echo, start));
      ReplayTarget target = Waiting.get(starting);
      String server = options.server();
      ListenAddress address =
          server == null || server.isEmpty() ? ListenAddress.anyPort() : Listening.parse(server);
      address.warning().ifPresent(warning -> System.err.println("jrr: " + warning));
      GdbServer.Lifetime lifetime = GdbServer.Lifetime.ONE_DEBUGGER;
      try (GdbServer gdb = GdbServer.start(address, target, tracer, lifetime)) {
        return new GdbProcess(options, gdb).run();
      } finally {
        tracer.submit(target::close).get();
      }
    } catch (IOException failed) {
      throw new CliException(
          ErrorCode.REPLAY_FAILED, "cannot serve gdb", String.valueOf(failed.getMessage()));
    } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
      throw new IllegalStateException(failed);
    } finally {
      tracer.shutdownNow();
    }
  }

  private static Thread tracerThread(Runnable work) {
    Thread thread = new Thread(work, "tracer");
    thread.setDaemon(true);
    return thread;
  }
}
