package dev.jrr.cli;

import dev.jrr.tracee.kernel.Libc;
import java.io.File;

/**
 * The descriptors that jrr was started with, which the program is to inherit. Those that this JVM
 * opened itself close on exec; an inherited one cannot, or it would not be here.
 */
final class InheritedDescriptors {
  private static final int F_GETFD = 1;

  private InheritedDescriptors() {}

  /** Ascending, separated by commas. */
  static String list() {
    String[] names = new File("/proc/self/fd").list();
    int[] numbers = new int[names == null ? 0 : names.length];
    for (int index = 0; index < numbers.length; index++) {
      numbers[index] = Integer.parseInt(names[index]);
    }
    java.util.Arrays.sort(numbers);
    long fcntl = Libc.function("fcntl");
    StringBuilder kept = new StringBuilder();
    for (int fd : numbers) {
      if (Libc.call(fcntl, fd, F_GETFD) == 0) {
        kept.append(kept.length() == 0 ? "" : ",").append(fd);
      }
    }
    return kept.toString();
  }
}
