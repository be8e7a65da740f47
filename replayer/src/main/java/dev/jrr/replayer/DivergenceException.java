package dev.jrr.replayer;

/** Replay differs from the recording. Always an error; the report says how. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient DivergenceReport report;

  public DivergenceException(DivergenceReport report) {
    super(report.summary());
    this.report = report;
  }

  /** What differs, where, and what happened before. */
  public DivergenceReport report() {
    return report;
  }
}
