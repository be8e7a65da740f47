package dev.jrr.recorder;

import dev.jrr.tracee.MemoryMaps;
import org.jspecify.annotations.Nullable;

/**
 * The file of a mapping, as the supervisor can reach it.
 *
 * @param path leads to it
 */
record MappedFile(String path, FileStatus status) {
  /** Null where it cannot be found any more. */
  static @Nullable MappedFile of(RecordedTask task, MemoryMaps.Mapping mapping) {
    String process = "/proc/" + task.tid();
    String[] ways = {
      mapping.name(),
      process + "/root" + mapping.name(),
      process + "/exe",
      process
          + "/map_files/"
          + Long.toHexString(mapping.start())
          + "-"
          + Long.toHexString(mapping.end()),
    };
    for (String way : ways) {
      FileStatus status = FileStatus.of(way);
      if (status != null && status.identity().inode() == mapping.inode()) {
        return new MappedFile(way, status);
      }
    }
    return null;
  }
}
