package dev.jrr.cli;

import dev.jrr.tracee.syscalls.Errno;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What to execute for the program that a user named. A text without {@code #!} goes to the shell.
 */
final class ProgramFile {
  private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 128;

  private final byte[] file;
  private final boolean byShell;

  private ProgramFile(byte[] file, boolean byShell) {
    this.file = file;
    this.byShell = byShell;
  }

  /**
   * Finds it.
   *
   * @throws CliException if there is none, or it cannot be run here
   */
  static ProgramFile find(List<byte[]> arguments, List<byte[]> environment) {
    byte[] file = ProgramFinder.find(arguments.get(0), environment);
    return new ProgramFile(file, isPlainText(file));
  }

  /** execvp(3) and shells give a text that the kernel does not know to the shell. */
  private static boolean isPlainText(byte[] path) {
    byte[] head = new byte[HEAD];
    int length;
    try (RandomAccessFile opened = new RandomAccessFile(text(path), "r")) {
      length = Math.max(0, opened.read(head));
    } catch (IOException unreadable) {
      return false; // the kernel may execute what we may not read
    }
    for (int index = 0; index < length; index++) {
      if (head[index] == 0) {
        return false;
      }
    }
    return length < 2 || head[0] != '#' || head[1] != '!';
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The kernel refused to execute it; errno 0 where it was not asked to. */
  CliException refused(int errno) {
    String what = "cannot record " + HumanText.printable(text(file));
    if (errno == 0) {
      return new CliException(
          ErrorCode.PROGRAM_NOT_EXECUTABLE, what, "it was killed before it was executed");
    }
    return errno == Errno.ENOENT.number()
        ? new CliException(ErrorCode.PROGRAM_NOT_FOUND, what, "its interpreter does not exist")
        : new CliException(
            ErrorCode.PROGRAM_NOT_EXECUTABLE,
            what,
            "the system does not execute it: " + Errno.nameOfResult(-errno));
  }

  /** The last part of its name, for the trace's. */
  String name() {
    String path = text(file);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The file to execute. */
  byte[] file() {
    return byShell ? SHELL : file;
  }

  /** argv for {@link #file}. */
  List<byte[]> arguments(List<byte[]> words) {
    if (!byShell) {
      return words;
    }
    List<byte[]> shell = new ArrayList<>(words);
    shell.set(0, file);
    shell.add(0, SHELL);
    return shell;
  }
}
