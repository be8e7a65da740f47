package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Watchpoints in the processor's four debug registers (Intel SDM volume 3, 18.2): DR0 to DR3 hold
 * addresses, DR7 says what of them is watched, DR6 which were hit.
 */
final class DebugRegisters {
  private static final int COUNT = 4;
  private static final int STATUS = 6;
  private static final int CONTROL = 7;

  /** DR7's condition field: 1 is data writes, 3 data reads and writes. */
  private static final long ON_WRITE = 1;

  private static final long ON_ACCESS = 3;

  /** DR7's bits by which registers are used. */
  private static final long ENABLED = 0xff;

  /** Bytes, by DR7's length field. */
  private static final int[] SIZES = {1, 2, 8, 4};

  /** One piece of a watchpoint that a single register can hold: 1, 2, 4 or 8 bytes, aligned. */
  private record Piece(Breakpoint of, long address, int length) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final Set<Integer> loaded = new HashSet<>();

  /**
   * @throws TargetException when the registers do not suffice
   */
  void add(Breakpoint breakpoint) throws TargetException {
    remove(breakpoint);
    List<Piece> added = split(breakpoint);
    if (pieces.size() + added.size() > COUNT) {
      throw new TargetException(
          Errno.ENOSPC, "the processor watches at most 4 aligned ranges of up to 8 bytes");
    }
    pieces.addAll(added);
    loaded.clear();
  }

  private static List<Piece> split(Breakpoint breakpoint) {
    List<Piece> pieces = new ArrayList<>();
    long at = breakpoint.address().value();
    long end = at + breakpoint.lengthBytes();
    while (at < end) {
      int length = 8;
      while (at % length != 0 || at + length > end) {
        length /= 2;
      }
      pieces.add(new Piece(breakpoint, at, length));
      at += length;
    }
    return pieces;
  }

  void remove(Breakpoint breakpoint) {
    if (pieces.removeIf(piece -> piece.of.equals(breakpoint))) {
      loaded.clear();
    }
  }

  /** New tasks have none of it. */
  void forgetLoaded() {
    loaded.clear();
  }

  /** Writes the registers of {@code task} where they are not up to date. */
  void load(ReplayTask task) {
    int tid = task.task.tid();
    Ptrace ptrace = task.task.ptrace();
    if (!loaded.add(tid)) {
      return;
    }
    ptrace.setDebugRegister(tid, CONTROL, 0);
    long control = 0;
    for (int index = 0; index < pieces.size(); index++) {
      Piece piece = pieces.get(index);
      ptrace.setDebugRegister(tid, index, piece.address);
      long condition = piece.of.kind() == BreakpointKind.WRITE ? ON_WRITE : ON_ACCESS;
      long size = piece.length == 8 ? 2 : piece.length - 1; // 1, 2, 4 bytes are 0, 1, 3
      control |= 1L << (index * 2) | (condition | size << 2) << (16 + index * 4);
    }
    ptrace.setDebugRegister(tid, STATUS, 0);
    ptrace.setDebugRegister(tid, CONTROL, control);
  }

  /** Whether anything is watched in {@code task}. */
  static boolean isUsed(ReplayTask task) {
    return (task.task.ptrace().getDebugRegister(task.task.tid(), CONTROL) & ENABLED) != 0;
  }

  /** What was stored there for a call is a hit like one of the task's own: its status tells. */
  static void stored(ReplayTask task, long address, long length) {
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long control = ptrace.getDebugRegister(tid, CONTROL);
    long status = ptrace.getDebugRegister(tid, STATUS);
    long before = status;
    for (int index = 0; index < COUNT; index++) {
      if ((control >> (index * 2) & 3) != 0) {
        long start = ptrace.getDebugRegister(tid, index);
        long size = SIZES[(int) (control >> (18 + index * 4) & 3)];
        status |= start < address + length && start + size > address ? 1L << index : 0;
      }
    }
    if (status != before) {
      ptrace.setDebugRegister(tid, STATUS, status);
    }
  }

  /** The watchpoints that {@code task} hit; clears the status. */
  List<Breakpoint> hits(ReplayTask task) {
    int tid = task.task.tid();
    long status = task.task.ptrace().getDebugRegister(tid, STATUS);
    task.task.ptrace().setDebugRegister(tid, STATUS, 0);
    List<Breakpoint> hits = new ArrayList<>();
    for (int index = 0; index < pieces.size(); index++) {
      if ((status >> index & 1) != 0 && !hits.contains(pieces.get(index).of)) {
        hits.add(pieces.get(index).of);
      }
    }
    return hits;
  }
}
