package dev.jrr.cli;

import dev.jrr.replayer.DivergenceReport;
import dev.jrr.trace.TraceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a divergence report as JSON, out of the trace, which is only read: in {@code
 * $XDG_STATE_HOME/jrr/divergences}, else {@code ~/.local/state/jrr/divergences} (XDG base directory
 * specification), one file for each trace and event. It holds registers and memory of the program:
 * only its owner may read it.
 */
final class ReportFile {
  private static final FileAttribute<?> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private ReportFile() {}

  /** Writes it; answers a line that says where it is, or why it is not. */
  static String write(DivergenceReport report, TraceReader trace) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trace", trace.directory().toString());
    fields.put("traceId", trace.header().uuid().toString());
    fields.put("recordedBy", trace.header().jrrVersion());
    fields.put("replayedBy", Version.JRR);
    fields.putAll(report.fields());
    Path directory = directory(System.getenv());
    Path file = directory.resolve(trace.header().uuid() + "-event-" + report.event() + ".json");
    try {
      Files.createDirectories(directory, PRIVATE_DIRECTORY);
      // Such a file is readable by its owner only.
      Path temporary = Files.createTempFile(directory, "report", ".tmp");
      Files.writeString(temporary, Json.write(fields) + "\n", StandardCharsets.UTF_8);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return "the report is also in " + file + "; send it to jrr's makers with the trace";
    } catch (IOException failed) {
      return "the report could not be kept in " + file + ": " + failed.getMessage();
    }
  }

  /** Where reports are kept. */
  static Path directory(Map<String, String> environment) {
    String state = environment.get("XDG_STATE_HOME");
    if (state != null && state.startsWith("/")) {
      return Path.of(state, "jrr", "divergences");
    }
    String home = environment.get("HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home", "/");
    }
    return Path.of(home, ".local", "state", "jrr", "divergences");
  }
}
