package dev.jrr.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process to start: in a session of its own, with signals as a shell would leave them (a JVM
 * blocks some in its children) and an environment that is the same in every test.
 */
final class Launch {
  /** How long a process and all that hold its output may live. */
  static final long TIMEOUT_SECONDS = 60;

  private final List<String> command;
  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private byte[] stdin = {};
  private long timeoutMs = TIMEOUT_SECONDS * 1000;

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

  Launch stdin(byte[] bytes) {
    stdin = bytes.clone();
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
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs to the end of the process and of its output. */
  Run run() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    Path input = null;
    try {
      ProcessBuilder builder = builder();
      if (stdin.length > 0) {
        input = Files.createTempFile("jrr-stdin", null);
        Files.write(input, stdin);
        builder.redirectInput(input.toFile());
      }
      Process process = builder.start();
      Reader out = new Reader(process.getInputStream());
      Reader err = new Reader(process.getErrorStream());
      boolean ended =
          process.waitFor(remaining(deadline), TimeUnit.NANOSECONDS)
              && out.ended(remaining(deadline))
              && err.ended(remaining(deadline));
      if (!ended) {
        killTree(process);
        throw new AssertionError(
            "still running after " + timeoutMs + " ms: " + new Run(command, -1, out.bytes(), err.bytes()));
      }
      return new Run(command, process.exitValue(), out.bytes(), err.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      deleteIfPresent(input);
    }
  }

  private ProcessBuilder builder() {
    List<String> whole = new ArrayList<>(List.of("setsid", "env", "--default-signal"));
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
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

  private static void deleteIfPresent(@Nullable Path file) {
    try {
      if (file != null) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects a stream, so that what came before a timeout can be shown. */
  private static final class Reader {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final Thread thread;

    Reader(InputStream stream) {
      thread = new Thread(() -> collect(stream), "output-reader");
      thread.setDaemon(true);
      thread.start();
    }

    private void collect(InputStream stream) {
      byte[] buffer = new byte[65536];
      try (stream) {
        int n;
        while ((n = stream.read(buffer)) > 0) {
          collected.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // The stream of a process that was killed may be closed under the reader.
        collected.writeBytes(("[" + e.getMessage() + "]").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    boolean ended(long nanoseconds) throws InterruptedException {
      thread.join(Math.max(1, nanoseconds / 1_000_000));
      return !thread.isAlive();
    }

    byte[] bytes() {
      return collected.toByteArray();
    }
  }
}
