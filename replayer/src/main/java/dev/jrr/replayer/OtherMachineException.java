package dev.jrr.replayer;

/** The trace was recorded on a CPU that differs from this one in what programs can see of it. */
public final class OtherMachineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OtherMachineException(String differences) {
    super(differences);
  }
}
