package dev.jrr.gdbserver;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what waits, up to a limit. Safe for all threads. */
final class WaitingBytes {
  private final int limitBytes;
  private final AtomicInteger count = new AtomicInteger();

  WaitingBytes(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Counts some more, unless that would pass the limit; says whether it did. */
  boolean add(int bytes) {
    if (count.addAndGet(bytes) > limitBytes) {
      count.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void remove(int bytes) {
    count.addAndGet(-bytes);
  }
}
