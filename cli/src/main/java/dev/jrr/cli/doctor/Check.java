package dev.jrr.cli.doctor;

/** One thing that jrr needs or can use. */
interface Check {
  /** In a few words, such as {@code ptrace}. */
  String subject();

  /** Tries it. An exception counts as {@link Weight#NEEDED} and missing. */
  Finding look() throws Exception;

  /** What a missing thing means. */
  enum Weight {
    /** jrr cannot record or replay without it. */
    NEEDED,
    /** jrr does less well without it. */
    USEFUL
  }

  /**
   * What a check found.
   *
   * @param ok whether all is well
   * @param weight what it means if not
   * @param detail what was found, in a few words
   * @param remedy the command that mends it, or advice; empty if all is well
   */
  record Finding(boolean ok, Weight weight, String detail, String remedy) {
    static Finding ok(String detail) {
      return new Finding(true, Weight.NEEDED, detail, "");
    }

    static Finding missing(String detail, String remedy) {
      return new Finding(false, Weight.NEEDED, detail, remedy);
    }

    static Finding lesser(String detail, String remedy) {
      return new Finding(false, Weight.USEFUL, detail, remedy);
    }
  }
}
