package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.MemoryMaps;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc/PID} that gdb's {@code info proc} reads, as at the recording. */
final class ProcFiles {
  private ProcFiles() {}

  /** The file that {@code path} names of the process that {@code task} is in; null for no such. */
  static byte @Nullable [] read(String path, ReplayTask task, ProcessImage image) {
    String directory = "/proc/" + task.process + "/";
    if (!path.startsWith(directory)) {
      return null;
    }
    return switch (path.substring(directory.length())) {
      case "maps" -> maps(task);
      case "cmdline" -> commandLine(image);
      default -> null;
    };
  }

  /** What {@code /proc/PID/exe} links to; null for any other path. */
  static @Nullable String link(String path, ReplayTask task, ProcessImage image) {
    return path.equals("/proc/" + task.process + "/exe") ? image.executable() : null;
  }

  private static byte[] commandLine(ProcessImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String argument : image.arguments()) {
      bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  /** The kernel's list of the replay's mappings with the recorded names, without jrr's own. */
  private static byte[] maps(ReplayTask task) {
    StringBuilder text = new StringBuilder();
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(task.task.tid())) {
      if (mapping.start() >= JrrLayout.JRR_BASE && mapping.end() <= JrrLayout.JRR_END) {
        continue;
      }
      MappingNames.Named named = task.space.mappings.at(mapping.start());
      int protection = mapping.protection();
      text.append(
          String.format(
              Locale.ROOT,
              "%08x-%08x %c%c%c%c %08x 00:00 0 %s\n",
              mapping.start(),
              mapping.end(),
              (protection & 1) != 0 ? 'r' : '-',
              (protection & 2) != 0 ? 'w' : '-',
              (protection & 4) != 0 ? 'x' : '-',
              mapping.shared() ? 's' : 'p',
              named == null || named.object() == null ? 0 : named.offsetOf(mapping.start()),
              named == null ? "" : named.name()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
