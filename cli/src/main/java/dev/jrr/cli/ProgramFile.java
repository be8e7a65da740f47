package dev.jrr.cli;

import dev.jrr.tracee.syscalls.Errno;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that a program's name means: found in PATH as a shell does, checked before anything is
 * recorded, so that its errors are a shell's.
 */
final class ProgramFile {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final int ELF_MACHINE_AT = 18;
  private static final int EM_X86_64 = 62;

  private final String given;
  private final Path path;
  private final boolean byShell;

  private ProgramFile(String given, Path path, boolean byShell) {
    this.given = given;
    this.path = path;
    this.byShell = byShell;
  }

  /** Finds {@code program}; the PATH is the one in {@code environment}. */
  static ProgramFile find(String program, List<byte[]> environment) {
    if (program.contains("/")) {
      return check(program, Path.of(program));
    }
    Path denied = null;
    for (String directory : searchPath(environment).split(":", -1)) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
      if (Files.isRegularFile(candidate)) {
        if (Files.isExecutable(candidate)) {
          return check(program, candidate);
        }
        denied = candidate;
      }
    }
    if (denied != null) {
      return check(program, denied);
    }
    throw new CliException(
        ErrorCode.PROGRAM_NOT_FOUND,
        "cannot record " + program,
        "no directory of PATH has a program of that name");
  }

  private static String searchPath(List<byte[]> environment) {
    for (byte[] variable : environment) {
      if (variable.length > 5
          && variable[0] == 'P'
          && variable[1] == 'A'
          && variable[2] == 'T'
          && variable[3] == 'H'
          && variable[4] == '=') {
        return new String(variable, 5, variable.length - 5, StandardCharsets.UTF_8);
      }
    }
    return DEFAULT_PATH;
  }

  private static ProgramFile check(String given, Path path) {
    if (!Files.exists(path)) {
      throw new CliException(
          ErrorCode.PROGRAM_NOT_FOUND, "cannot record " + given, "there is no such file");
    }
    if (Files.isDirectory(path)) {
      throw notExecutable(given, "it is a directory");
    }
    if (!Files.isExecutable(path)) {
      throw notExecutable(given, "its permissions do not allow it to be executed");
    }
    byte[] head = new byte[20];
    int length;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      length = Math.max(0, file.read(head));
    } catch (IOException unreadable) {
      return new ProgramFile(given, path, false); // the kernel may execute what we cannot read
    }
    boolean isElf =
        length >= 20 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    if (isElf && (head[4] != 2 || head[ELF_MACHINE_AT] != EM_X86_64)) {
      throw new CliException(
          ErrorCode.PROGRAM_WRONG_ARCHITECTURE,
          "cannot record " + given,
          head[4] != 2 ? "it is a 32-bit program" : "it is built for another processor");
    }
    boolean isScript = length >= 2 && head[0] == '#' && head[1] == '!';
    return new ProgramFile(given, path, !isElf && !isScript && isText(head, length));
  }

  private static boolean isText(byte[] head, int length) {
    for (int index = 0; index < length; index++) {
      if (head[index] == 0) {
        return false;
      }
    }
    return true;
  }

  private static CliException notExecutable(String given, String why) {
    return new CliException(ErrorCode.PROGRAM_NOT_EXECUTABLE, "cannot record " + given, why);
  }

  /** The kernel refused to execute it. */
  CliException refused(int errno) {
    String reason = "the system does not execute it: " + Errno.nameOfResult(-errno);
    return errno == Errno.ENOENT.number()
        ? new CliException(
            ErrorCode.PROGRAM_NOT_FOUND, "cannot record " + given, "its interpreter does not exist")
        : notExecutable(given, reason);
  }

  /** The last part of its name, for the trace's. */
  String name() {
    Path last = path.getFileName();
    return last == null ? "program" : last.toString();
  }

  /**
   * What to execute: a text without an interpreter line is given to the shell, as execvp(3) does.
   */
  byte[] file() {
    return (byShell ? "/bin/sh" : path.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** argv for {@link #file}. */
  List<byte[]> arguments(List<byte[]> words) {
    if (!byShell) {
      return words;
    }
    List<byte[]> shell = new ArrayList<>(words);
    shell.set(0, path.toString().getBytes(StandardCharsets.UTF_8));
    shell.add(0, "sh".getBytes(StandardCharsets.UTF_8));
    return shell;
  }
}
