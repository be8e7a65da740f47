package dev.jrr.cli;

/** Prints {@link ErrorCode} as {@code docs/ERRORS.md}; a test holds the file to it. */
final class ErrorCatalogue {
  private ErrorCatalogue() {}

  /** The whole page. */
  static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Errors of jrr\n\n")
        .append("Generated from `ErrorCode.java` (`jrr help errors` prints it). An error is three ")
        .append("lines on standard\nerror: what and its code, why, what to do. `JRR_DEBUG=1` adds ")
        .append("the stack trace.\n\n`jrr record` exits with the program's own status, or 128 + ")
        .append("signal; the statuses below mean that\njrr itself failed, and come with a message ")
        .append("that starts with `jrr: `.\n");
    for (ErrorCode error : ErrorCode.values()) {
      page.append("\n## ").append(error.code()).append(": ").append(error.title()).append("\n\n");
      page.append("Exit status ").append(error.exitStatus()).append(".\n\n");
      page.append("- Cause: ").append(error.cause()).append('\n');
      page.append("- Remedy: ").append(error.remedy()).append('\n');
    }
    return page.toString();
  }
}
