package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.ResolvedPoints;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SingleStep;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.code.ConditionStub;
import dev.jrr.tracee.code.JumpPlace;
import dev.jrr.tracee.code.OutOfReachException;
import dev.jrr.tracee.code.PatchGroup;
import dev.jrr.tracee.code.PatchPlaces;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds one async point again: the visit of its instruction at which registers and witness are
 * those that were recorded ({@link PointCondition}). They are compared in the process itself by a
 * {@link ConditionStub}, and only where it finds them equal is the task looked at here. Where no
 * jump can be put, an {@code int3} brings every visit here; where the code is not written yet, a
 * {@link CodeWatch} waits for it.
 */
final class AsyncSearch {
  /** What a stop of the searching task meant. */
  enum Outcome {
    /** The task is at the point. */
    FOUND,
    /** A visit of the place that is not the point: go on. */
    PASSED,
    /** Nothing of the search's: the task is at an instruction of the program. */
    OTHER
  }

  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGSEGV = 11;

  /** Mistaken visits before filters are chosen anew, at first and at most. */
  private static final int PATIENCE = 16;

  private static final int LONGEST_PATIENCE = 1 << 24;

  /** After so many {@link #otherStores}, 0.1 ms each, the pages are taken to hold data. */
  private static final int OTHER_STORES = 256;

  /** The debug status register. */
  private static final int STATUS = 6;

  private final Frame.AsyncPoint point;
  private final ReplayTask task;
  private final CodeMemory code;
  private final VisitChoice choice;
  private final long site;
  private final PointCondition condition;
  private final long startedNs = System.nanoTime();
  private @Nullable CodeWatch watch;
  private @Nullable PatchGroup group;
  private @Nullable ConditionStub stub;
  private @Nullable SitePatch patch;
  private @Nullable WriteGuard guard;

  /** The patch was in memory when the task ran last. */
  private boolean ranPatched;

  /** The program itself writes at the place, which the patch was made for. */
  private boolean isRewritten;

  /** Stores in the pages of the patch that left its place as it was. */
  private int otherStores;

  /** A store is to be made without the patch. */
  private boolean isStoring;

  private int patience = PATIENCE;

  /** How often the task stopped for the search. */
  private int stops;

  /** Visits that had the recorded registers and were not the point. */
  private int falseVisits;

  AsyncSearch(
      Frame.AsyncPoint point,
      ReplayTask task,
      CodeMemory code,
      VisitChoice choice,
      ResolvedPoints.@Nullable Point known) {
    this.point = point;
    this.code = code;
    this.choice = choice;
    this.task = task;
    this.site = point.at().word(Registers.RIP);
    this.condition = new PointCondition(point, task);
    if (known != null && choice.refines()) {
      condition.suggest(known.words(), known.filters());
    }
  }

  boolean isFor(Frame frame) {
    return frame == point;
  }

  /** What there is to know of the search for a later one. */
  ResolvedPoints.Point resolved() {
    return new ResolvedPoints.Point(
        (System.nanoTime() - startedNs) / 1000,
        stops,
        falseVisits,
        condition.wordPlaces(),
        condition.filterPlaces(),
        choice.visit());
  }

  /** Whether the task is at the point; a visit that is not refines the comparison. */
  boolean isAtPoint() {
    if (task.task.registers().rip() != site || !condition.hasRegisters()) {
      return false;
    }
    if (choice.takes(condition.differences())) {
      return true;
    }
    falseVisits++;
    if (choice.refines()) {
      condition.refine();
    }
    return false;
  }

  /** Builds the stub where it is possible, or takes the trap; watches while there is no code. */
  private void prepare() {
    group = null;
    stub = null;
    patch = null;
    guard = null;
    if (!isWritten()) {
      watch = new CodeWatch(task, site);
      return;
    }
    PatchGroup found = PatchPlaces.ofThisThread().group(task.space.memory, site);
    long entry = found == null ? 0 : StubPages.entry(task, found);
    if (found != null && entry != 0 && !task.space.hasBreakpointIn(site, site + found.length())) {
      group = found;
      if (build(entry)) {
        patch = SitePatch.jump(code, task, found, entry);
        guard = guard(found.length());
        return;
      }
    }
    group = null;
    patch = SitePatch.trap(code, task, site);
    guard = guard(1);
  }

  private @Nullable WriteGuard guard(int length) {
    return otherStores < OTHER_STORES ? WriteGuard.of(task.task, site, length) : null;
  }

  /** Whether the place holds the recorded code. */
  private boolean isWritten() {
    int length = Math.min(CodeWatch.CODE, point.code().length);
    byte[] now = new byte[length];
    task.space.read(site, now, 0, length);
    return Arrays.equals(now, Arrays.copyOf(point.code(), length));
  }

  /** Builds and writes the stub for the condition as it is now; false where that cannot be. */
  private boolean build(long entry) {
    PatchGroup covered = group;
    if (covered == null) {
      return false;
    }
    ConditionStub built;
    try {
      built =
          ConditionStub.build(
              entry,
              covered,
              point.at().toArray(),
              condition.words(),
              condition.filters(),
              condition.scratch());
    } catch (OutOfReachException far) {
      return false;
    }
    byte[] comparing = built.code();
    byte[] values = built.values();
    if (comparing.length > ConditionStub.SIZE_LIMIT
        || task.space.memory.write(built.start(), comparing, 0, comparing.length)
            < comparing.length) {
      return false;
    }
    task.space.memory.write(ConditionStub.valuesAddress(), values, 0, values.length);
    task.space.memory.writeWord(ConditionStub.patienceAddress(), patience);
    stub = built;
    return true;
  }

  /** Builds the stub anew in its place, after the condition has changed. */
  private void rebuild() {
    ConditionStub present = stub;
    if (present != null && !build(present.entry())) {
      stub = null;
      group = null;
      patch = SitePatch.trap(code, task, site);
    }
  }

  /** Whether the task is where it cannot run on with the patch in place: step first. */
  boolean mustStepFirst() {
    if (watch == null && patch == null) {
      prepare();
    }
    long ip = task.task.registers().rip();
    if (watch != null) {
      return watch.stopsAt(ip);
    }
    if (isStoring) {
      return true;
    }
    PatchGroup covered = group;
    return covered == null
        ? ip == site
        : ip > site && ip < site + covered.length() && covered.indexAt(ip) < 0;
  }

  /** Puts the patch in place; the task is about to run. */
  void insert() {
    SitePatch present = patch;
    if (isRewritten || present != null && group != null && present.hasBreakpoint()) {
      settle();
      isRewritten = false;
      prepare(); // for the new code, or so that gdb's breakpoints stay
      present = patch;
    }
    if (present == null) {
      return;
    }
    ConditionStub built = stub;
    if (built != null && group != null) {
      // Inside the group: the rest of it runs where it was moved to.
      int index = group.indexAt(task.task.registers().rip());
      if (index > 0) {
        task.task.changeRegisters().set(Registers.RIP, built.moved(index));
      }
    }
    if (guard != null) {
      guard.close();
    }
    present.insert();
    ranPatched = true;
  }

  /** Takes it away; the task stopped, and everything else sees the program's own bytes. */
  void lift() {
    isRewritten |= patch != null && !patch.lift();
  }

  /** A step was made without the patch. */
  private void stored() {
    isStoring = false;
    isRewritten = patch != null && !patch.isOriginal();
    if (!isRewritten && ++otherStores == OTHER_STORES) {
      guard = null;
    }
  }

  /** What a stop means; the patch is lifted. */
  Outcome stopped(Stop stop) {
    boolean patched = ranPatched;
    ranPatched = false;
    Outcome outcome = Outcome.OTHER;
    if (stop instanceof Stop.SignalDelivery delivery) {
      stops++;
      if (watch != null) {
        outcome = atWatch(delivery.signal());
      } else if (isStoring) {
        stored();
      } else if (patched && guard != null && guard.isHit(siginfo())) {
        isStoring = true;
        guard.open();
        outcome = Outcome.PASSED;
      } else if (patched) {
        outcome = stub == null ? atTrap(delivery.signal()) : atStub(delivery.signal());
      }
    }
    if (outcome != Outcome.PASSED) {
      settle();
    }
    return outcome;
  }

  private Siginfo siginfo() {
    return Siginfo.of(task.task.ptrace(), task.task.tid());
  }

  private Outcome atTrap(int signal) {
    if (signal != SIGTRAP || task.task.registers().rip() != site + 1) {
      return Outcome.OTHER;
    }
    task.task.changeRegisters().set(Registers.RIP, site);
    return isAtPoint() ? Outcome.FOUND : Outcome.PASSED;
  }

  private Outcome atStub(int signal) {
    ConditionStub built = stub;
    if (built == null) {
      return Outcome.OTHER;
    }
    long ip = task.task.registers().rip();
    if (signal == SIGTRAP && ip == built.hit() + 1) {
      goTo(site);
      if (isAtPoint()) {
        return Outcome.FOUND;
      }
      rebuild();
      passOn();
      return Outcome.PASSED;
    }
    if (signal == SIGTRAP && ip == built.mistaken() + 1) {
      goTo(site);
      condition.improveFilters();
      patience = Math.min(patience * 2, LONGEST_PATIENCE);
      rebuild();
      passOn();
      return Outcome.PASSED;
    }
    if (built.isComparing(ip)) {
      return whileComparing(built, ip, signal);
    }
    return intoGroup(built, ip, signal);
  }

  private void goTo(long address) {
    task.task.changeRegisters().set(Registers.RIP, address);
  }

  /** From the place on without another comparison of this visit. */
  private void passOn() {
    ConditionStub built = stub;
    if (built != null) {
      goTo(built.pass());
    }
  }

  /** A compared word is not mapped at this visit, or gdb watches for its being read. */
  private Outcome whileComparing(ConditionStub built, long ip, int signal) {
    if (signal == SIGSEGV) {
      goTo(built.missAt(ip));
      return Outcome.PASSED;
    }
    Ptrace ptrace = task.task.ptrace();
    if (signal == SIGTRAP && (ptrace.getDebugRegister(task.task.tid(), STATUS) & 0xf) != 0) {
      ptrace.setDebugRegister(task.task.tid(), STATUS, 0);
      return Outcome.PASSED;
    }
    return Outcome.OTHER;
  }

  /** Somebody jumped to an instruction that the jump covers: it runs where it was moved to. */
  private Outcome intoGroup(ConditionStub built, long ip, int signal) {
    SitePatch present = patch;
    if (present == null || group == null) {
      return Outcome.OTHER;
    }
    boolean byInt3 =
        signal == SIGTRAP
            && present.contains(ip - 1)
            && (present.at(ip - 1) & 0xff) == JumpPlace.INT3;
    boolean byOther =
        (signal == SIGILL || signal == SIGSEGV)
            && present.contains(ip)
            && JumpPlace.isTrap(present.at(ip));
    int index = byInt3 || byOther ? group.indexAt(byInt3 ? ip - 1 : ip) : -1;
    if (index <= 0) {
      return Outcome.OTHER;
    }
    goTo(built.moved(index));
    return Outcome.PASSED;
  }

  private Outcome atWatch(int signal) {
    CodeWatch present = watch;
    if (present == null || signal != SIGTRAP || !present.isHit()) {
      return Outcome.OTHER;
    }
    if (!isWritten()) {
      return Outcome.PASSED;
    }
    present.end();
    watch = null;
    return isAtPoint() ? Outcome.FOUND : Outcome.PASSED;
  }

  /**
   * Brings a task that stopped inside the stub, for a reason that is not the search's, to an
   * instruction of the program: by steps to where one begins.
   */
  void settle() {
    if (guard != null) {
      guard.open();
    }
    ConditionStub built = stub;
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long status = 0;
    boolean stepped = false;
    while (built != null && built.contains(task.task.registers().rip())) {
      long ip = task.task.registers().rip();
      long original = ip == built.hit() || ip == built.mistaken() ? site : built.original(ip);
      if (original != 0) {
        goTo(original);
        break;
      }
      if (!stepped) {
        status = ptrace.getDebugRegister(tid, STATUS);
        stepped = true;
      }
      SingleStep.emulating(task.task);
    }
    if (stepped) {
      ptrace.setDebugRegister(tid, STATUS, status); // why it stopped
    }
  }
}
