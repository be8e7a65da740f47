package dev.jrr.gdbserver.protocol;

import dev.jrr.gdbserver.target.ThreadId;

/**
 * Thread ids as the protocol writes them: {@code pPID.TID} once both sides speak multiprocess, else
 * {@code TID}; hexadecimal, with 0 for "any" and -1 for "all" in either place.
 */
public final class ThreadIdText {
  /** "All of them", in a parsed id. */
  public static final int ALL = -1;

  /** "Any of them", in a parsed id. */
  public static final int ANY = 0;

  private ThreadIdText() {}

  /**
   * An id as it was written.
   *
   * @param process a number, {@link #ALL} or {@link #ANY}; ANY when none was written
   * @param thread a number, {@link #ALL} or {@link #ANY}
   */
  public record Parsed(int process, int thread) {}

  /** Writes an id. */
  public static String format(ThreadId id, boolean multiprocess) {
    return multiprocess
        ? "p" + Hex.of(id.process()) + "." + Hex.of(id.thread())
        : Hex.of(id.thread());
  }

  /** Reads an id in either form; {@code pPID} alone means all of its threads. */
  public static Parsed parse(PacketCursor in) throws MalformedPacketException {
    if (!in.take('p')) {
      return new Parsed(ANY, number(in));
    }
    int process = number(in);
    return new Parsed(process, in.take('.') ? number(in) : ALL);
  }

  private static int number(PacketCursor in) throws MalformedPacketException {
    if (in.take('-')) {
      if (in.hexLong() != 1) {
        throw new MalformedPacketException("a negative id other than -1");
      }
      return ALL;
    }
    return in.hexInt();
  }
}
