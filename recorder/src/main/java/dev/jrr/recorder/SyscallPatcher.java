package dev.jrr.recorder;

import dev.jrr.layout.HookCode;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Backing;
import dev.jrr.trace.FileIdentity;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.code.Disassembler;
import dev.jrr.tracee.code.FarBranches;
import dev.jrr.tracee.code.SiteCode;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.syscalls.MemoryView;
import dev.jrr.tracee.syscalls.ReadAhead;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces syscall instructions, rdtsc and rdtscp that are trapped often by jumps to stubs. A patch
 * is an effect of the stop at whose end it was made: replay applies it and decides nothing.
 */
final class SyscallPatcher {
  /** Who was trapped so often is no short process. */
  private static final int LONG_RUN = 200;

  /** Stands for the traps of a place that cannot be patched. */
  private static final int REFUSED = 1 << 20;

  private static final int SYSCALL_LENGTH = 2;
  private static final int SETNS = SyscallTable.numberOf("setns");
  private static final int UNSHARE = SyscallTable.numberOf("unshare");
  private static final long CLONE_NEWTIME = 0x80;
  private static final int MMAP = 9;
  private static final int READ_EXECUTE = 5;
  private static final int WRITE = 2;
  private static final int PRIVATE_ANONYMOUS = 2 | 0x20;
  private static final int FIXED_NOREPLACE = 0x100000;

  /** Bytes of code that are read at once: many sites lie side by side. */
  private static final int AHEAD = 16 << 10;

  /** Bytes between stubs that are written in one block. */
  private static final int NEAR = 1 << 10;

  private static final BitSet KNOWN = new BitSet();

  static {
    for (String call : HookCode.calls()) {
      KNOWN.set(SyscallTable.numberOf(call));
    }
  }

  private final RecordSession session;
  private final CallStatistics statistics;

  private final HotPlaces places;

  SyscallPatcher(RecordSession session, CallStatistics statistics) {
    this.session = session;
    this.statistics = statistics;
    this.places = new HotPlaces(session.objects());
  }

  /** The numbers of calls that the hook makes; not to be changed. */
  static BitSet known() {
    return KNOWN;
  }

  /** The task's traced call is over; its site may be worth a patch. */
  void afterCall(RecordedTask task, PendingCall call, List<Effect> effects) {
    if (call.number() == SETNS
        || call.number() == UNSHARE && (call.argument(0) & CLONE_NEWTIME) != 0) {
      makeTimeTrap(task);
    }
    CallStatistics.Reason reason = afterCall(task, call, task.process.space.hook, effects);
    boolean hasWaited = call.hasWaited(session.turns());
    statistics.traced(call.number(), hasWaited ? CallStatistics.Reason.WAITED : reason);
  }

  /**
   * The task has just mapped code of {@code file}, which has run nowhere yet: what is expected to
   * be used of it is patched at once.
   *
   * @param mappings the task's as they are; null when they have to be read
   */
  void mapped(
      RecordedTask task,
      FileIdentity file,
      MemoryMaps.Mapping mapping,
      @Nullable List<MemoryMaps.Mapping> mappings,
      List<Effect> effects) {
    BufferedSpace hook = task.process.space.hook;
    if (hook == null || hook.off || !isCode(mapping)) {
      return;
    }
    HotPlaces.Code code = places.of(file, mapping, hook.program);
    hook.add(code);
    Patching patching = new Patching(task, hook, code, effects, mappings);
    patching.expected();
    patching.write();
  }

  /** Whether {@link #mapped} would patch something, where the task mapped code of the file. */
  boolean isExpected(RecordedTask task, FileIdentity file) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null && !hook.off && places.isExpected(file, hook.program);
  }

  /** Whence calls are made. */
  HotPlaces places() {
    return places;
  }

  /** The rdtsc or rdtscp at {@code site} trapped and was emulated: it may be worth a patch. */
  void afterTimeStamp(RecordedTask task, long site, List<Effect> effects) {
    statistics.timeStampTrapped(afterTimeStamp(task, site, task.process.space.hook, effects));
  }

  private CallStatistics.Reason afterTimeStamp(
      RecordedTask task, long site, @Nullable BufferedSpace hook, List<Effect> effects) {
    if (hook == null || hook.off) {
      return CallStatistics.Reason.SWITCHED_OFF;
    }
    if (hook.timeTraps) {
      return CallStatistics.Reason.OTHER_CLOCKS;
    }
    boolean wasPatched = isPatched(hook, site);
    boolean canBe = wasPatched || trapped(task, hook, site, effects);
    if (wasPatched) {
      return task.ranSuspended ? CallStatistics.Reason.SUSPENDED : CallStatistics.Reason.BAILED;
    }
    return canBe ? CallStatistics.Reason.SITE_IS_NEW : CallStatistics.Reason.SITE_REFUSED;
  }

  /** Whether the hook looked at the call that the task is about to make, and did not make it. */
  static boolean isLeftByHook(RecordedTask task, PendingCall call) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null
        && !hook.off
        && isPatched(hook, call.at.word(Registers.RIP) - SYSCALL_LENGTH)
        && bailed(task, call, hook) == CallStatistics.Reason.BAILED;
  }

  private static CallStatistics.Reason bailed(
      RecordedTask task, PendingCall call, BufferedSpace hook) {
    if (hook.apart) {
      return CallStatistics.Reason.APART;
    }
    if (task.ranSuspended) {
      return CallStatistics.Reason.SUSPENDED;
    }
    return task.process.ownFilters.mayRefuse(call.number())
        ? CallStatistics.Reason.FILTERED
        : CallStatistics.Reason.BAILED;
  }

  private void tellTime(RecordedTask task, BufferedSpace hook) {
    if (isTimeOurs(task)) {
      hook.tellsTime = true;
      SyscallBuffer.tellTime(task.memory(), session.instructions().timeScale(), session.cpu());
    } else {
      makeTimeTrap(task);
    }
  }

  private static boolean isPatched(BufferedSpace hook, long site) {
    return hook.sites.around(site) != null || hook.sites.at(site) != null;
  }

  /** Whether the task's clocks are the supervisor's, whose time stamps its own go on from. */
  private static boolean isTimeOurs(RecordedTask task) {
    String own = FileStatus.link("/proc/self/ns/time");
    return !own.isEmpty() && own.equals(FileStatus.link("/proc/" + task.tid() + "/ns/time"));
  }

  private static void makeTimeTrap(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && !hook.timeTraps) {
      hook.timeTraps = true;
      SyscallBuffer.tellTime(task.memory(), 0, 0);
    }
  }

  private CallStatistics.Reason afterCall(
      RecordedTask task, PendingCall call, @Nullable BufferedSpace hook, List<Effect> effects) {
    if (call.number() < 0 || !KNOWN.get(call.number())) {
      return CallStatistics.Reason.UNKNOWN;
    }
    if (hook == null || hook.off) {
      return CallStatistics.Reason.SWITCHED_OFF;
    }
    long site = call.at.word(Registers.RIP) - SYSCALL_LENGTH;
    if (isPatched(hook, site)) {
      return bailed(task, call, hook);
    }
    return trapped(task, hook, site, effects)
        ? CallStatistics.Reason.SITE_IS_NEW
        : CallStatistics.Reason.SITE_REFUSED;
  }

  /** The instruction at {@code site} was trapped once more; false where it cannot be patched. */
  private boolean trapped(RecordedTask task, BufferedSpace hook, long site, List<Effect> effects) {
    int traps = hook.traps.merge(site, 1, Integer::sum);
    if (traps > REFUSED) {
      return false;
    }
    hook.trapped++;
    HotPlaces.Code code = hook.codeAround(site);
    boolean isHot = traps >= HotPlaces.TRAPS || hook.trapped > LONG_RUN;
    isHot |= code != null && isHot(code, site);
    if (isHot || code == null) {
      patchIfHot(task, hook, site, isHot, code, effects);
    }
    return true;
  }

  /** One more call was trapped there: whether that is known to be worth a patch. */
  private static boolean isHot(HotPlaces.Code code, long site) {
    return code.trapped(site) >= HotPlaces.TRAPS || code.known(site) != null;
  }

  /** Patches the site, if that is worth it, and what is expected of code that is new. */
  private void patchIfHot(
      RecordedTask task,
      BufferedSpace hook,
      long site,
      boolean isSurelyHot,
      HotPlaces.@Nullable Code around,
      List<Effect> effects) {
    List<MemoryMaps.Mapping> mappings = MemoryMaps.read(task.tid());
    MemoryMaps.Mapping mapping = codeAt(mappings, site);
    if (mapping == null) {
      refuse(hook, site);
      return;
    }
    boolean isNew = around == null || !around.is(mapping);
    HotPlaces.Code code = isNew ? places.of(task, mapping, hook.program) : around;
    boolean isHot = isSurelyHot || isNew && isHot(code, site);
    Patching patching = new Patching(task, hook, code, effects, mappings);
    if (isNew) {
      hook.add(code);
      patching.expected();
    }
    if (isHot && hook.sites.at(site) == null && !patching.site(site)) {
      refuse(hook, site);
    }
    patching.write();
    leaveSite(task);
  }

  private void refuse(BufferedSpace hook, long site) {
    statistics.refused();
    hook.traps.put(site, REFUSED);
  }

  /** The patching of one mapping's sites at the end of one call. */
  private final class Patching {
    private final RecordedTask task;
    private final BufferedSpace hook;
    private final HotPlaces.Code code;
    private final List<Effect> effects;

    /** Stubs that are to be written. */
    private final List<SyscallStub> stubs = new ArrayList<>();

    /** The task's as they are; null when they have to be read. */
    private @Nullable List<MemoryMaps.Mapping> mappings;

    Patching(
        RecordedTask task,
        BufferedSpace hook,
        HotPlaces.Code code,
        List<Effect> effects,
        @Nullable List<MemoryMaps.Mapping> mappings) {
      this.mappings = mappings;
      this.task = task;
      this.hook = hook;
      this.code = code;
      this.effects = effects;
    }

    /** Patches what the program used before, where the same code is there. */
    void expected() {
      Map<Long, FilePlaces.Known> expected = code.expected();
      if (expected.isEmpty()) {
        return;
      }
      MemoryView ahead = new ReadAhead(task.memory(), AHEAD);
      for (Map.Entry<Long, FilePlaces.Known> place : expected.entrySet()) {
        long site = place.getKey();
        if (hook.sites.at(site) == null && isThere(site, place.getValue(), ahead)) {
          again(site, place.getValue());
        }
      }
    }

    /** Patches the site; false where that cannot be. */
    boolean site(long site) {
      FilePlaces.Known known = code.known(site);
      return known != null && isThere(site, known, task.memory())
          ? again(site, known)
          : !code.isRefused(site) && first(site);
    }

    private boolean again(long site, FilePlaces.Known known) {
      SyscallStub last = known.stub();
      boolean isThereAgain =
          last != null && last.site() == site && hook.places.isFree(last.start());
      SyscallStub stub = isThereAgain ? last : inRoom(site, known.code());
      if (stub == null) {
        return false;
      }
      patch(stub);
      code.patched(
          site,
          isThereAgain ? known : new FilePlaces.Known(known.code(), known.surroundings(), stub));
      return true;
    }

    private boolean isThere(long site, FilePlaces.Known known, MemoryView memory) {
      return known.surroundings() == surroundings(site, memory) && known.code().isAt(site, memory);
    }

    /** Patches a site of which nothing is known; false where that cannot be. */
    private boolean first(long site) {
      MemoryView memory = hook.sites.original(task.memory());
      MemoryMaps.Mapping around = code.mapping();
      FarBranches branches = code.places().branches(around, memory);
      if (branches == null) {
        return false;
      }
      long moved = around.start() - around.offset();
      SiteCode siteCode = SiteCode.at(site, Disassembler.ofThisThread(), memory, branches, moved);
      if (siteCode == null || hasTrap(site, siteCode.length())) {
        if (memory.bytes(site, SYSCALL_LENGTH) != null) { // of who was killed nothing can be read
          code.refused(site);
        }
        return false;
      }
      SyscallStub stub = inRoom(site, siteCode);
      if (stub == null) {
        return false;
      }
      int surroundings = surroundings(site, task.memory());
      patch(stub);
      code.patched(site, new FilePlaces.Known(siteCode, surroundings, stub));
      return true;
    }

    /** Whether what it replaces has an emulated instruction: that is no padding. */
    private boolean hasTrap(long site, int length) {
      for (long place = site; place < site + length; place++) {
        if (task.process.space.patches.containsKey(place)) {
          return true;
        }
      }
      return false;
    }

    private int surroundings(long site, MemoryView memory) {
      return FilePlaces.Known.digest(hook.sites.surroundings(site, memory));
    }

    /** The stub for the site, where there is room for it; null where there is none. */
    private @Nullable SyscallStub inRoom(long site, SiteCode siteCode) {
      long place = hook.places.find(siteCode, site);
      if (place == 0 && makeRoom(site, siteCode)) {
        place = hook.places.find(siteCode, site);
      }
      return place == 0 ? null : siteCode.stub(place, site);
    }

    /** Maps room for the stub of {@code site}, and others; false where that cannot be. */
    private boolean makeRoom(long site, SiteCode siteCode) {
      List<MemoryMaps.Mapping> now = mappings == null ? MemoryMaps.read(task.tid()) : mappings;
      mappings = null;
      long gap = StubPlaces.gap(siteCode, site, now);
      if (gap == 0) {
        return false;
      }
      try (RemoteCalls remote = new RemoteCalls(task.task)) {
        long result =
            remote.call(
                MMAP,
                gap,
                StubPlaces.ROOM,
                READ_EXECUTE,
                PRIVATE_ANONYMOUS | FIXED_NOREPLACE,
                -1,
                0);
        if (result != gap) {
          return false;
        }
      }
      hook.places.add(gap);
      hook.guard(gap, gap + StubPlaces.ROOM, task.memory());
      effects.add(
          new Effect.Map(
              gap,
              StubPlaces.ROOM,
              READ_EXECUTE,
              PRIVATE_ANONYMOUS,
              new Backing.Anonymous(),
              "[jrr stubs]"));
      return true;
    }

    private void patch(SyscallStub stub) {
      stubs.add(stub);
      hook.places.use(stub.start());
      hook.sites.add(stub);
      hook.guard(code.mapping().start(), code.mapping().end(), task.memory());
      if (stub.isOfTimeStamp() && !hook.tellsTime && !hook.timeTraps) {
        tellTime(task, hook);
      }
      statistics.patched();
    }

    /** Writes the stubs, those near each other at once, and then the jumps that lead there. */
    void write() {
      stubs.sort(Comparator.comparingLong(SyscallStub::start));
      int from = 0;
      for (int to = 1; to <= stubs.size(); to++) {
        if (to == stubs.size() || !areNear(stubs.get(to - 1), stubs.get(to))) {
          writeBlock(stubs.subList(from, to));
          from = to;
        }
      }
      for (SyscallStub stub : stubs) {
        byte[] replacement = stub.replacement();
        task.memory().write(stub.site(), replacement, 0, replacement.length);
        effects.add(new Effect.Patch(stub.site(), stub.original(), replacement));
      }
    }

    /** Whether one write of both costs less than two; what is between them is empty. */
    private boolean areNear(SyscallStub one, SyscallStub next) {
      return next.start() - one.start() < NEAR
          && hook.places.areNeighbours(one.start(), next.start());
    }

    private void writeBlock(List<SyscallStub> block) {
      long start = block.get(0).start();
      SyscallStub last = block.get(block.size() - 1);
      byte[] bytes = new byte[(int) (last.start() - start) + last.code().length];
      for (SyscallStub stub : block) {
        byte[] stubCode = stub.code();
        System.arraycopy(stubCode, 0, bytes, (int) (stub.start() - start), stubCode.length);
      }
      task.memory().write(start, bytes, 0, bytes.length);
      effects.add(new Effect.WriteMemory(start, bytes));
    }
  }

  /** Others that made a call there and have not gone on yet are behind the syscall instruction. */
  private void leaveSite(RecordedTask by) {
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task != by
          && task.process.space == by.process.space
          && task.call == null
          && task.phase == RecordedTask.Phase.READY) {
        SyscallRecorder.moveStandingToStub(task);
      }
    }
  }

  /** Code of a file that is mapped as it is: what a program writes itself may change any time. */
  private static MemoryMaps.@Nullable Mapping codeAt(List<MemoryMaps.Mapping> mappings, long site) {
    MemoryMaps.Mapping mapping = MemoryMaps.at(mappings, site);
    return mapping != null && isCode(mapping) ? mapping : null;
  }

  private static boolean isCode(MemoryMaps.Mapping mapping) {
    return mapping.isFile() && !mapping.shared() && (mapping.protection() & WRITE) == 0;
  }
}
