package dev.jrr.cli.doctor;

import java.util.function.Consumer;

/** Runs the checks and tells of each in one line, with a second for the remedy. */
public final class Doctor {
  private Doctor() {}

  /** Prints a line for each check; answers whether everything that jrr needs is there. */
  public static boolean examine(Consumer<String> line) {
    boolean fit = true;
    for (Check check : Checks.all()) {
      Check.Finding finding = look(check);
      boolean needed = finding.weight() == Check.Weight.NEEDED;
      fit &= finding.ok() || !needed;
      String verdict = finding.ok() ? "ok" : needed ? "MISSING" : "lacking";
      line.accept(
          String.format(
              java.util.Locale.ROOT, "%-8s %-24s %s", verdict, check.subject(), finding.detail()));
      if (!finding.ok()) {
        line.accept(" ".repeat(9) + "-> " + finding.remedy());
      }
    }
    return fit;
  }

  private static Check.Finding look(Check check) {
    try {
      return check.look();
    } catch (Exception | LinkageError failure) {
      return Check.Finding.missing("the check failed: " + failure, "report this as a bug");
    }
  }
}
