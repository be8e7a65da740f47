package dev.jrr.trace;

import com.esotericsoftware.kryo.util.IntMap;

/**
 * What both ends of the codec remember inside a chunk so as to write differences: each task's last
 * registers and the last address. Forgotten at each chunk's start, so that every chunk can be read
 * alone.
 */
final class CodecState {
  /** A task of which nothing is known yet; never written to. */
  private static final long[] ZEROES = new long[RegisterSet.COUNT];

  private final IntMap<long[]> registers = new IntMap<>();

  /** The task of the frame being coded. */
  int task;

  long lastAddress;

  void clear() {
    registers.clear();
    lastAddress = 0;
  }

  /** The last registers of the current task; the caller may not change them. */
  long[] lastRegisters() {
    long[] last = registers.get(task);
    return last == null ? ZEROES : last;
  }

  /** The array in which to keep the last registers of {@code ofTask}. */
  long[] keptRegisters(int ofTask) {
    long[] kept = registers.get(ofTask);
    if (kept == null) {
      kept = new long[RegisterSet.COUNT];
      registers.put(ofTask, kept);
    }
    return kept;
  }
}
