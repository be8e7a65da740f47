package dev.jrr.cli;

import dev.jrr.gdbserver.GdbServer;
import dev.jrr.gdbserver.ListenAddress;
import dev.jrr.replayer.DivergenceException;
import dev.jrr.replayer.Echo;
import dev.jrr.replayer.NoSuchProcessException;
import dev.jrr.replayer.OtherHookException;
import dev.jrr.replayer.OtherMachineException;
import dev.jrr.replayer.ReplaySession;
import dev.jrr.replayer.ReplayTarget;
import dev.jrr.replayer.Sysroot;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.LaunchException;
import dev.jrr.tracee.syscalls.Errno;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

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
    } catch (NoSuchProcessException none) {
      throw CliException.usage(
          "--pid " + none.process(),
          "the trace has no process of that number",
          "jrr ps lists the processes of a trace");
    } catch (OtherMachineException other) {
      throw new CliException(
          ErrorCode.MACHINE_DIFFERS,
          "cannot replay " + trace.directory(),
          String.valueOf(other.getMessage()));
    } catch (OtherHookException other) {
      throw new CliException(
          ErrorCode.OTHER_HOOK,
          "cannot replay " + trace.directory(),
          String.valueOf(other.getMessage()));
    } catch (LaunchException failed) {
      throw new CliException(
          ErrorCode.PTRACE_REFUSED,
          "cannot replay " + trace.directory(),
          failed.step() + ": " + Errno.nameOfResult(-failed.errno()));
    }
  }

  private static CliException diverged(DivergenceException diverged, TraceReader trace) {
    System.err.print(diverged.report().text());
    ErrorCode code = ErrorCode.of(diverged.report().kind());
    return new CliException(
        code,
        "the replay of " + trace.directory() + " diverged",
        diverged.report().summary(),
        ReportFile.write(diverged.report(), trace),
        null);
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
    if (options.server() != null) {
      // Whoever connects may be on another machine: files go over the connection.
      return serve(options, trace, objects, echo, null);
    }
    Sysroot sysroot;
    try {
      sysroot = new Sysroot(objects);
    } catch (IOException failed) {
      throw replayFailed("cannot make a directory for gdb", failed);
    }
    // A terminal's hang-up or a kill ends jrr without unwinding.
    Thread cleaner = new Thread(sysroot::close, "sysroot-cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
    return serve(options, trace, objects, echo, sysroot);
  }

  private static int serve(
      ReplayOptions options,
      TraceReader trace,
      ObjectStore objects,
      Echo echo,
      @Nullable Sysroot sysroot) {
    ExecutorService tracer = Executors.newSingleThreadExecutor(ReplayCommand::tracerThread);
    try {
      ReplayTarget.Start start = new ReplayTarget.Start(options.pid(), options.gotoEvent());
      Future<ReplayTarget> starting =
          tracer.submit(
              () ->
                  new ReplayTarget(trace, objects, Distribution.launcher(), echo, start, sysroot));
      ReplayTarget target = Waiting.get(starting);
      String root = sysroot == null ? "target:" : sysroot.directory().toString();
      int status;
      try (GdbServer gdb =
          GdbServer.start(address(options), target, tracer, GdbServer.Lifetime.ONE_DEBUGGER)) {
        status = new GdbProcess(options, gdb, root).run();
      } finally {
        tracer.submit(target::close).get();
      }
      return target.failure() == null ? status : failed(target.failure(), trace);
    } catch (IOException failed) {
      throw replayFailed("cannot serve gdb", failed);
    } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
      throw new IllegalStateException(failed);
    } finally {
      tracer.shutdownNow();
    }
  }

  /** The status for a replay whose failure gdb has shown already. */
  private static int failed(RuntimeException failure, TraceReader trace) {
    if (failure instanceof DivergenceException diverged) {
      System.err.println("jrr: " + ReportFile.write(diverged.report(), trace));
      return ErrorCode.of(diverged.report().kind()).exitStatus();
    }
    throw failure;
  }

  private static ListenAddress address(ReplayOptions options) {
    String server = options.server();
    ListenAddress address =
        server == null || server.isEmpty() ? ListenAddress.anyPort() : Listening.parse(server);
    address.warning().ifPresent(warning -> System.err.println("jrr: " + warning));
    return address;
  }

  private static CliException replayFailed(String what, IOException failed) {
    return new CliException(ErrorCode.REPLAY_FAILED, what, String.valueOf(failed.getMessage()));
  }

  private static Thread tracerThread(Runnable work) {
    Thread thread = new Thread(work, "tracer");
    thread.setDaemon(true);
    return thread;
  }
}
