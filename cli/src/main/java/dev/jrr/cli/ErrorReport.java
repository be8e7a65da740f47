package dev.jrr.cli;

import dev.jrr.trace.TraceException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;

/**
 * What is told of an exception: three lines (what, why, what to do) and an exit status. A stack
 * trace is shown only with {@code JRR_DEBUG=1}.
 *
 * @param lines without line ends
 */
record ErrorReport(List<String> lines, int exitStatus) {
  /** The report on any exception; one that nobody foresaw is a fault of jrr's own. */
  static ErrorReport of(Throwable failure) {
    if (failure instanceof CliException error) {
      return three(
          error.what(),
          error.code().code(),
          error.why(),
          error.whatToDo(),
          error.code().exitStatus());
    }
    if (failure instanceof TraceException trace) {
      return three(trace.what(), trace.code(), trace.why(), trace.whatToDo(), trace.exitStatus());
    }
    if (failure instanceof UncheckedIOException io) {
      return ofOutput(io.getCause());
    }
    if (failure instanceof InvalidPathException path) {
      return three(
          "cannot use the path " + path.getInput(),
          ErrorCode.USAGE.code(),
          path.getReason(),
          "rename it, or go to its directory and use a path from there",
          ErrorCode.USAGE.exitStatus());
    }
    if (failure instanceof OutOfMemoryError) {
      return three(
          "out of memory",
          ErrorCode.INTERNAL.code(),
          String.valueOf(failure.getMessage()),
          "free some memory, or report what was recorded",
          ErrorCode.INTERNAL.exitStatus());
    }
    return three(
        "a fault in jrr itself",
        ErrorCode.INTERNAL.code(),
        failure.toString(),
        "run again with JRR_DEBUG=1 and report the stack trace",
        ErrorCode.INTERNAL.exitStatus());
  }

  private static ErrorReport ofOutput(IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (reason.contains("Broken pipe")) {
      // The reader (head, less) has seen enough: nothing to tell anybody.
      return new ErrorReport(List.of(), ErrorCode.OUTPUT.exitStatus());
    }
    return three(
        "output failed",
        ErrorCode.OUTPUT.code(),
        reason,
        "free some space, or print to another place",
        ErrorCode.OUTPUT.exitStatus());
  }

  private static ErrorReport three(
      String what, String code, String why, String whatToDo, int exitStatus) {
    return new ErrorReport(
        List.of(
            "jrr: " + oneLine(what) + " [" + code + "]",
            "jrr: " + oneLine(why),
            "jrr: " + oneLine(whatToDo)),
        exitStatus);
  }

  /** A message may hold a file's name, and that any character. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** Prints the lines. */
  void print(PrintStream stream) {
    lines.forEach(stream::println);
  }
}
