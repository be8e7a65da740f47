package dev.jrr.replayer;

/** Echoes what each event writes when the replay comes there first, and not again. */
final class EchoOnce implements Echo {
  private final Echo echo;
  private long event;
  private int writes;
  private long furthestEvent;
  private int furthestWrites;

  EchoOnce(Echo echo) {
    this.echo = echo;
  }

  /** What is written from now on belongs to {@code number}. */
  void begin(long number) {
    event = number;
    writes = 0;
  }

  @Override
  public void write(int stream, byte[] bytes, int length) {
    writes++;
    if (event > furthestEvent || event == furthestEvent && writes > furthestWrites) {
      furthestEvent = event;
      furthestWrites = writes;
      echo.write(stream, bytes, length);
    }
  }
}
