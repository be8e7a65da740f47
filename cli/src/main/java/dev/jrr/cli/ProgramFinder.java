package dev.jrr.cli;

import dev.jrr.tracee.kernel.Libc;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program to record as a shell would (POSIX, 2.9.1.4), so that what cannot be run is told
 * before a trace is made. In bytes, as file names need not be text.
 */
public final class ProgramFinder {
  private static final byte[] PATH = "PATH=".getBytes(StandardCharsets.US_ASCII);

  /** Where execvp(3) of glibc looks without a PATH. */
  private static final byte[] DEFAULT_PATH = "/bin:/usr/bin".getBytes(StandardCharsets.US_ASCII);

  // errno-base.h
  private static final int ENOENT = 2;
  private static final int EISDIR = 21;
  private static final int ENOTDIR = 20;
  // access(2), open(2)
  private static final int EXECUTABLE = 1;
  private static final int O_CLOEXEC = 0x80000;
  // elf.h: e_ident[EI_CLASS] of 64 bits, e_machine of x86-64 and where it is
  private static final int ELF_64 = 2;
  private static final int ELF_X86_64 = 62;
  private static final int ELF_CLASS_OFFSET = 4;
  private static final int ELF_MACHINE_OFFSET = 18;
  private static final int ELF_START = 20;

  private ProgramFinder() {}

  /**
   * The file that {@code program} names.
   *
   * @param environment the program's own, for its PATH
   * @throws CliException if there is none, or it cannot be run here
   */
  public static byte[] find(byte[] program, List<byte[]> environment) {
    boolean named = contains(program, '/');
    byte[] notExecutable = null;
    for (byte[] file : named ? List.of(program) : candidates(program, path(environment))) {
      long result = Libc.call(Libc.function("access"), Libc.string(file), EXECUTABLE);
      if (result >= 0 && (named || !isDirectory(file))) {
        check(file);
        return file;
      }
      if (result != -ENOENT && result != -ENOTDIR && notExecutable == null) {
        notExecutable = file;
      }
    }
    if (notExecutable != null) {
      throw notExecutable(notExecutable, "permission denied");
    }
    throw new CliException(
        ErrorCode.PROGRAM_NOT_FOUND,
        "cannot record " + text(program),
        named ? "there is no such file" : "no directory of PATH has it",
        "check the name; a program that is not in PATH needs a path with a slash",
        null);
  }

  private static byte[] path(List<byte[]> environment) {
    for (byte[] variable : environment) {
      if (ProgramEnvironment.startsWith(variable, PATH)) {
        return java.util.Arrays.copyOfRange(variable, PATH.length, variable.length);
      }
    }
    return DEFAULT_PATH;
  }

  /** Every directory of {@code path} with the program's name after it; an empty one is this one. */
  private static List<byte[]> candidates(byte[] program, byte[] path) {
    List<byte[]> files = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= path.length && program.length > 0; at++) {
      if (at == path.length || path[at] == ':') {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (at == start) {
          file.write('.');
        } else {
          file.write(path, start, at - start);
        }
        file.write('/');
        file.writeBytes(program);
        files.add(file.toByteArray());
        start = at + 1;
      }
    }
    return files;
  }

  private static boolean isDirectory(byte[] file) {
    return readStart(file, new byte[1]) == -EISDIR;
  }

  /** Refuses what is no file to run, or is one for another machine. */
  private static void check(byte[] file) {
    byte[] start = new byte[ELF_START];
    long length = readStart(file, start);
    if (length == -EISDIR) {
      throw notExecutable(file, "it is a directory");
    }
    boolean elf =
        length == ELF_START
            && start[0] == 0x7f
            && start[1] == 'E'
            && start[2] == 'L'
            && start[3] == 'F';
    boolean ours =
        start[ELF_CLASS_OFFSET] == ELF_64
            && start[ELF_MACHINE_OFFSET] == ELF_X86_64
            && start[ELF_MACHINE_OFFSET + 1] == 0;
    if (elf && !ours) {
      throw new CliException(
          ErrorCode.PROGRAM_WRONG_ARCHITECTURE,
          "cannot record " + text(file),
          start[ELF_CLASS_OFFSET] == ELF_64
              ? "it is a program for another processor"
              : "it is a 32-bit program",
          "build it for x86-64: jrr records nothing else",
          null);
    }
  }

  /** Reads the first bytes; answers how many, or -errno (a program may be executable only). */
  private static long readStart(byte[] file, byte[] start) {
    long fd = Libc.call(Libc.function("open"), Libc.string(file), O_CLOEXEC);
    if (fd < 0) {
      return fd;
    }
    long buffer = Libc.allocate(start.length);
    long length = Libc.pread((int) fd, buffer, start.length, 0);
    Libc.memory().getByteArray(buffer, start, 0, start.length);
    Libc.call(Libc.function("close"), fd);
    return length;
  }

  private static CliException notExecutable(byte[] file, String why) {
    return new CliException(
        ErrorCode.PROGRAM_NOT_EXECUTABLE,
        "cannot record " + text(file),
        why,
        "chmod +x it, or record its interpreter: jrr record -- sh FILE",
        null);
  }

  private static boolean contains(byte[] text, char wanted) {
    for (byte part : text) {
      if (part == wanted) {
        return true;
      }
    }
    return false;
  }

  private static String text(byte[] file) {
    return HumanText.printable(new String(file, StandardCharsets.UTF_8));
  }
}
