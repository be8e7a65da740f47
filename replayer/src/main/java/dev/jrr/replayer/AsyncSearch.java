package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.VectorState;
import dev.jrr.tracee.Witness;
import dev.jrr.tracee.code.ConditionStub;
import dev.jrr.tracee.code.Disassembler;
import dev.jrr.tracee.code.NextTouched;
import dev.jrr.tracee.code.OutOfReachException;
import dev.jrr.tracee.code.PatchGroup;
import dev.jrr.tracee.kernel.Ptrace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds one async point again: the visit of its instruction at which registers and witness are
 * those that were recorded. The registers are compared in the process itself by a {@link
 * ConditionStub}; where visits agree in them and differ in memory, a differing word joins the
 * comparison. Where no jump can be put, an {@code int3} brings every visit here.
 */
final class AsyncSearch {
  /** What a stop of the searching task meant. */
  enum Outcome {
    /** The task is at the point. */
    FOUND,
    /** A visit of the place that is not the point: go on. */
    PASSED,
    /** Nothing of the search's. */
    OTHER
  }

  private static final int SIGSEGV = 11;
  private static final int SIGTRAP = 5;
  private static final byte INT3 = (byte) 0xcc;

  /** eflags' bits that stepping and debug registers change: TF and RF. */
  private static final long OWN_FLAGS = 0x10100;

  /** Bytes of code that must be as recorded before a stub is built. */
  private static final int CODE = 8;

  /** Debug registers: the two used here, status and control (Intel SDM volume 3, 18.2). */
  private static final int FIRST_WATCH = 2;

  private static final int LAST_WATCH = 3;
  private static final int STATUS = 6;
  private static final int CONTROL = 7;

  /** DR7's field for data writes of 8 bytes. */
  private static final long WRITE_8 = 0x9;

  /** Words that one differing visit adds at most. */
  private static final int REFINEMENT = 4;

  private final Frame.AsyncPoint point;
  private final ReplayTask task;
  private final long site;
  private final List<ConditionStub.Word> words = new ArrayList<>();
  private @Nullable ConditionStub stub;
  private @Nullable PatchGroup group;
  private byte[] original = new byte[0];
  private byte[] patch = new byte[0];
  private boolean inserted;

  /** The place does not hold the recorded code yet. */
  private boolean unwritten;

  /** Then: the debug registers watch for its writing, not for its execution. */
  private boolean watchesWrites;

  private Witness.@Nullable Writable writable;

  /** Visits that had the recorded registers and were not the point. */
  private int falseVisits;

  AsyncSearch(Frame.AsyncPoint point, ReplayTask task) {
    this.point = point;
    this.task = task;
    this.site = point.at().word(Registers.RIP);
    prepare();
  }

  boolean isFor(Frame frame) {
    return frame == point;
  }

  boolean isAt(long ip) {
    return ip == site;
  }

  int falseVisits() {
    return falseVisits;
  }

  /** Builds the stub where it is possible; the trap otherwise. */
  private void prepare() {
    unwritten = !isWritten();
    if (unwritten) {
      // The code is written on the way there: the processor watches for it meanwhile.
      stub = null;
      patch = new byte[0];
      original = patch;
      watch(true);
      return;
    }
    group =
        task.space.hasBreakpointIn(site, site + PatchGroup.JUMP)
            ? null
            : PatchGroup.at(site, Disassembler.ofThisThread(), task.space);
    if (group != null && !build()) {
      group = null;
    }
    if (group == null) {
      stub = null;
      patch = new byte[] {INT3};
    }
    original = new byte[patch.length];
    task.space.read(site, original, 0, original.length);
  }

  /** Whether the place holds the recorded code. */
  private boolean isWritten() {
    int length = Math.min(CODE, point.code().length);
    byte[] now = new byte[length];
    task.space.read(site, now, 0, length);
    return Arrays.equals(now, Arrays.copyOf(point.code(), length));
  }

  private boolean build() {
    long place = StubPages.near(task, site);
    if (place == 0 || group == null) {
      return false;
    }
    try {
      stub = ConditionStub.build(place, group, point.at().toArray(), words);
    } catch (OutOfReachException far) {
      return false;
    }
    if (stub.code().length > ConditionStub.SIZE_LIMIT) {
      return false;
    }
    patch = new byte[group.length()];
    Arrays.fill(patch, INT3);
    ByteBuffer jump = ByteBuffer.wrap(patch).order(ByteOrder.LITTLE_ENDIAN);
    jump.put((byte) 0xe9).putInt((int) (place - (site + PatchGroup.JUMP)));
    writeStub();
    return true;
  }

  private void writeStub() {
    ConditionStub built = stub;
    if (built != null) {
      byte[] code = built.code();
      task.space.memory.write(built.start(), code, 0, code.length);
      byte[] values = built.values();
      task.space.memory.write(ConditionStub.valuesAddress(), values, 0, values.length);
    }
  }

  /** Whether the task is inside the bytes that the patch replaces, or at a trap: step first. */
  boolean mustStepFirst() {
    long ip = task.task.registers().rip();
    if (unwritten) {
      return ip == site && !watchesWrites;
    }
    return stub == null ? ip == site : ip > site && ip < site + patch.length;
  }

  /** Puts the patch in place; the task is about to run. */
  void insert() {
    if (!inserted) {
      task.space.memory.write(site, patch, 0, patch.length);
      inserted = true;
    }
  }

  /** Takes it away; the task stopped, and everything else sees the program's own bytes. */
  void lift() {
    if (!inserted) {
      return;
    }
    inserted = false;
    byte[] present = new byte[patch.length];
    task.space.read(site, present, 0, present.length);
    if (Arrays.equals(present, patch)) {
      task.space.memory.write(site, original, 0, original.length);
    } else {
      // The program wrote code there itself: what it wrote stays.
      prepare();
    }
  }

  /**
   * Sets or clears the last two debug registers. Where the program can write the place, they watch
   * for that: the code that runs there meanwhile may be visited a million times. Where it cannot
   * (it writes through another mapping), one of them is a breakpoint on the place.
   */
  private void watch(boolean on) {
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long control = ptrace.getDebugRegister(tid, CONTROL) & ~(0xffL << 24 | 0xf0);
    watchesWrites = StubPages.writable(task).contains(site);
    if (on && watchesWrites) {
      ptrace.setDebugRegister(tid, FIRST_WATCH, site & -8);
      ptrace.setDebugRegister(tid, LAST_WATCH, (site + CODE - 1) & -8);
      control |= 0x50 | WRITE_8 << 24 | WRITE_8 << 28;
    } else if (on) {
      ptrace.setDebugRegister(tid, LAST_WATCH, site);
      control |= 0x40;
    }
    ptrace.setDebugRegister(tid, CONTROL, control);
  }

  /** What a stop means; the patch is lifted. */
  Outcome stopped(Stop stop) {
    if (!(stop instanceof Stop.SignalDelivery delivery)) {
      return Outcome.OTHER;
    }
    long ip = task.task.registers().rip();
    if (unwritten) {
      return atWatch(ip, delivery.signal());
    }
    ConditionStub built = stub;
    if (built != null && delivery.signal() == SIGSEGV && built.contains(ip)) {
      // A compared word is not mapped at this visit.
      task.task.changeRegisters().set(Registers.RIP, built.miss());
      return Outcome.PASSED;
    }
    boolean atTrap = built == null ? ip == site + 1 : ip == built.hit() + 1;
    if (delivery.signal() != SIGTRAP || !atTrap) {
      return Outcome.OTHER;
    }
    task.task.changeRegisters().set(Registers.RIP, site);
    if (isPoint()) {
      return Outcome.FOUND;
    }
    if (stub != null) {
      task.task.changeRegisters().set(Registers.RIP, stub.pass());
    }
    return Outcome.PASSED;
  }

  private Outcome atWatch(long ip, int signal) {
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long status = ptrace.getDebugRegister(tid, STATUS);
    long ours = status & (1L << FIRST_WATCH | 1L << LAST_WATCH);
    if (signal != SIGTRAP || ours == 0) {
      return Outcome.OTHER;
    }
    ptrace.setDebugRegister(tid, STATUS, 0);
    if (!isWritten()) {
      return Outcome.PASSED;
    }
    watch(false);
    if (ip == site && isPoint()) {
      return Outcome.FOUND;
    }
    prepare();
    return Outcome.PASSED;
  }

  /** Whether the task, at the place, is in the recorded state; refines the comparison if not. */
  boolean isPoint() {
    Registers actual = task.task.registers();
    for (int index = 0; index < Registers.COUNT; index++) {
      long difference = actual.get(index) ^ point.at().word(index);
      if (index == Registers.EFLAGS) {
        difference &= ~OWN_FLAGS;
      }
      if (difference != 0 && index != Registers.ORIG_RAX) {
        return false;
      }
    }
    Witness.Writable now = writable;
    if (now == null) {
      now = StubPages.writable(task);
      writable = now;
    }
    long[] touched = NextTouched.addresses(Disassembler.ofThisThread(), actual, task.space.memory);
    Witness witness = Witness.collect(actual, touched, task.space.memory, now);
    if (Arrays.equals(witness.lines(), point.lines())
        && Arrays.equals(witness.contents(), point.contents())
        && sameVectors()) {
      return true;
    }
    falseVisits++;
    refine(witness);
    return false;
  }

  private boolean sameVectors() {
    byte[] state = task.task.ptrace().getVectorState(task.task.tid());
    return Arrays.equals(VectorState.xmm(state), point.vectors());
  }

  /** Adds the first words that differ from the recorded ones to what the stub compares. */
  private void refine(Witness witness) {
    if (stub == null || words.size() + REFINEMENT > ConditionStub.WORD_LIMIT) {
      return;
    }
    ByteBuffer wanted = ByteBuffer.wrap(point.contents()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer found = ByteBuffer.wrap(witness.contents()).order(ByteOrder.LITTLE_ENDIAN);
    int added = 0;
    int common = Math.min(point.lines().length, witness.lines().length);
    for (int line = 0; line < common && added < REFINEMENT; line++) {
      long address = point.lines()[line];
      if (address != witness.lines()[line]) {
        break;
      }
      for (int at = line * Witness.LINE;
          at < (line + 1) * Witness.LINE && added < REFINEMENT;
          at += 8) {
        if (wanted.getLong(at) != found.getLong(at)) {
          words.add(
              new ConditionStub.Word.OfMemory(
                  address + at - line * Witness.LINE, wanted.getLong(at)));
          added++;
        }
      }
    }
    if (added == 0) {
      added = refineByVectors();
    }
    if (added > 0) {
      build();
    }
  }

  private int refineByVectors() {
    byte[] state = VectorState.xmm(task.task.ptrace().getVectorState(task.task.tid()));
    int added = 0;
    if (state.length == point.vectors().length) {
      ByteBuffer wanted = ByteBuffer.wrap(point.vectors()).order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer found = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < state.length && added < REFINEMENT; at += 8) {
        if (wanted.getLong(at) != found.getLong(at)) {
          words.add(new ConditionStub.Word.OfVector(at / 16, at % 16 == 8, wanted.getLong(at)));
          added++;
        }
      }
    }
    return added;
  }
}
