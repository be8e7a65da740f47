package dev.jrr.programs;

import java.util.List;

/**
 * What a process left behind.
 *
 * @param status the exit status, or 128 + the signal that ended it
 * @param out standard output, each byte one character (ISO 8859-1)
 * @param err standard error, in the same way
 */
record Run(List<String> command, int status, String out, String err) {
  /** Standard error without the lines that are jrr's own. */
  String errOfProgram() {
    return err.replaceAll("(?m)^jrr: .*\n", "");
  }

  /** The lines on standard error that are jrr's own. */
  List<String> errOfJrr() {
    return err.lines().filter(line -> line.startsWith("jrr: ")).toList();
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + " ended with "
        + status
        + firstError()
        + "\n--- standard output:\n"
        + tail(out)
        + "\n--- standard error:\n"
        + tail(err);
  }

  /** On the first line, which is all that a summary of many failures shows. */
  private String firstError() {
    return errOfJrr().stream()
        .filter(line -> line.contains("JRR-E"))
        .findFirst()
        .map(line -> ", " + line)
        .orElse("");
  }

  private static String tail(String text) {
    int most = 4000;
    return text.length() <= most ? text : "..." + text.substring(text.length() - most);
  }
}
