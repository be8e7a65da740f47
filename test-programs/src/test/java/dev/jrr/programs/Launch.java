package dev.jrr.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One process to start: in a session of its own, with signals as a shell would leave them (a JVM
 * blocks some in its children), with all CPUs and with an environment that is the same in every
 * test.
 */
final class Launch {
  /**
   * How long a process and all that hold its output may live: long, as the replay of threads that
   * spin takes a minute on a machine with four times as much to do as it has CPUs.
   */
  static final long TIMEOUT_SECONDS = 180;

  /** A test that replays in this JVM takes CPUs away from its threads for a while. */
  private static final String CPUS =
      WorkerCpu.all().stream().map(String::valueOf).collect(Collectors.joining(","));

  private final List<String> command;
  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String stdin = "";
  private long timeoutMs = TIMEOUT_SECONDS * 1000;
  private Surroundings surroundings = Surroundings.OPEN;

  Launch(List<String> command, Path directory, Path traces) {
    this.command = List.copyOf(command);
    this.directory = directory;
    environment.put(
        "PATH",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"
            + Path.of(System.getProperty("java.home"), "bin"));
    environment.put("HOME", directory.toString());
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    environment.put("JRR_TRACE_DIR", traces.toString());
    // The tests run inside a build: jrr is not to start another.
    environment.put("JRR_SKIP_BUILD", "1");
  }

  Launch environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Launch stdin(String text) {
    stdin = text;
    return this;
  }

  Launch in(Surroundings place) {
    surroundings = place;
    return this;
  }

  Launch timeoutMs(long milliseconds) {
    timeoutMs = milliseconds;
    return this;
  }

  /** Starts the process without waiting for it; its output goes nowhere. */
  Process start() {
    try {
      return builder()
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs to the end of the process and of all that are in its session. (Output goes through files:
   * a JVM closes its end of a pipe when the process ends, and loses what its children still write.)
   */
  Run run() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    Path files = null;
    try {
      files = Files.createTempDirectory("jrr-launch");
      Path out = Files.createFile(files.resolve("out"));
      Path err = Files.createFile(files.resolve("err"));
      Path in = Files.writeString(files.resolve("in"), stdin);
      Process process =
          builder()
              .redirectInput(in.toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
              .start();
      boolean ended =
          process.waitFor(remaining(deadline), TimeUnit.NANOSECONDS)
              && sessionEnds(process.pid(), deadline);
      if (!ended) {
        killTree(process);
      }
      Run run =
          new Run(
              command,
              ended ? process.exitValue() : -1,
              Files.readString(out, StandardCharsets.ISO_8859_1),
              Files.readString(err, StandardCharsets.ISO_8859_1));
      if (!ended) {
        throw new AssertionError("still running after " + timeoutMs + " ms: " + run);
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      if (files != null) {
        Sandbox.delete(files);
      }
    }
  }

  private ProcessBuilder builder() {
    List<String> whole = new ArrayList<>(List.of("setsid", "taskset", "--cpu-list", CPUS));
    whole.addAll(List.of("env", "--default-signal"));
    whole.addAll(surroundings.prefix());
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Kills the process, its group, and what has left the group but not the tree. */
  static void killTree(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    killGroup(process.pid());
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void killGroup(long leader) {
    try {
      new ProcessBuilder("kill", "-KILL", "--", "-" + leader)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long remaining(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /** Waits until the session has no process left; answers false if that takes too long. */
  private static boolean sessionEnds(long session, long deadline)
      throws IOException, InterruptedException {
    while (sessionHasProcesses(session)) {
      if (remaining(deadline) == 0) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  private static boolean sessionHasProcesses(long session) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (isAliveInSession(process.resolve("stat"), session)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Reads the state and the session, the third and sixth field of proc_pid_stat(5). */
  private static boolean isAliveInSession(Path stat, long session) {
    try {
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", 5));
      return Long.parseLong(fields.get(3)) == session && !fields.get(0).equals("Z");
    } catch (IOException e) {
      return false; // It has ended since it was listed.
    }
  }
}
