package dev.jrr.cli;

import dev.jrr.recorder.ExecFailedException;
import dev.jrr.recorder.FirstProcess;
import dev.jrr.recorder.Recorder;
import dev.jrr.recorder.UnknownCallException;
import dev.jrr.recorder.UnreadableTaskException;
import dev.jrr.recorder.UnsupportedProgramException;
import dev.jrr.trace.TraceDirectories;
import dev.jrr.tracee.LaunchException;
import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.kernel.Libcrypto;
import dev.jrr.tracee.syscalls.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Wires the recorder to the command line. */
final class RecordCommand {
  private RecordCommand() {}

  /** Records; answers the program's exit status, or 128 + the signal that ended it. */
  static int run(RecordOptions options) {
    ProgramFile program = ProgramFile.find(options.arguments(), options.environment());
    TraceDirectories directories = Traces.directories();
    Path trace =
        options.directory() != null ? options.directory() : directories.create(program.name());
    TerminalSignals.leaveToOthers();
    FirstProcess first = new FirstProcess();
    Termination.passTo(first, options.waitForAll());
    if (options.chaosSeed() != null) {
      System.err.println("jrr: chaos mode with seed " + options.chaosSeed());
    }
    boolean keep = false;
    try {
      Recorder.Result result =
          Recorder.record(request(options, program, directories, trace, first));
      keep = true;
      directories.setLatest(trace);
      for (String warning : result.warnings()) {
        System.err.println("jrr: " + warning);
      }
      if (options.verbose()) {
        System.err.println("jrr: " + result.events() + " events in " + trace);
        for (String line : result.calls().get()) {
          System.err.println("jrr: " + line);
        }
        System.err.println("jrr: at most " + peakMegabytes() + " MB of memory were used for it");
      }
      return WaitStatus.exitStatus(result.waitStatus());
    } catch (ExecFailedException failed) {
      throw program.refused(failed.errno());
    } catch (LaunchException failed) {
      throw new CliException(
          ErrorCode.PTRACE_REFUSED,
          "cannot trace " + options.program(),
          failed.step() + ": " + Errno.nameOfResult(-failed.errno()));
    } catch (UnsupportedProgramException unsupported) {
      keep = true;
      directories.setLatest(trace);
      throw new CliException(
          unsupported instanceof UnknownCallException
              ? ErrorCode.UNKNOWN_SYSCALL
              : ErrorCode.PROGRAM_UNSUPPORTED,
          "the recording of " + options.program() + " ended early",
          String.valueOf(unsupported.getMessage()));
    } catch (UnreadableTaskException unreadable) {
      keep = true;
      directories.setLatest(trace);
      throw new CliException(
          ErrorCode.TASK_UNREADABLE,
          "the recording of " + options.program() + " ended early",
          String.valueOf(unreadable.getMessage()));
    } finally {
      if (!keep && Files.isDirectory(trace) && wasJustMade(trace)) {
        directories.delete(trace);
      }
    }
  }

  /** What this process held at most, files that it maps included (proc(5), VmHWM). */
  private static long peakMegabytes() {
    int own = Math.toIntExact(ProcessHandle.current().pid());
    String kilobytes = StatusFile.read(own).line("VmHWM").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) / 1024;
  }

  /** Nothing was recorded yet: the directory holds no frames. */
  private static boolean wasJustMade(Path trace) {
    String[] names = trace.toFile().list();
    return names == null
        || java.util.Arrays.stream(names).noneMatch(name -> name.startsWith("data."))
            && trace.resolve("frames.0000").toFile().length() == 0;
  }

  private static Recorder.Request request(
      RecordOptions options,
      ProgramFile program,
      TraceDirectories directories,
      Path trace,
      FirstProcess first) {
    List<byte[]> arguments = new ArrayList<>(options.arguments().size() + 2);
    arguments.addAll(program.arguments(options.arguments()));
    List<String> commandLine = new ArrayList<>(options.arguments().size());
    for (byte[] argument : options.arguments()) {
      commandLine.add(new String(argument, java.nio.charset.StandardCharsets.UTF_8));
    }
    return new Recorder.Request(
        Distribution.launcher(),
        trace,
        directories.storeOf(trace).hashingBy(Libcrypto::sha256),
        options.cpu(),
        InheritedDescriptors.list(),
        program.file(),
        arguments,
        options.environment(),
        options.chaosSeed(),
        options.restless(),
        options.waitForAll(),
        !options.killWhenFull(),
        options.buffer(),
        first,
        commandLine,
        System.getProperty("user.dir"),
        Version.JRR);
  }
}
