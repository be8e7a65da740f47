package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.PatchedSites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The syscall buffer of one address space: its records, its patched sites and their stubs. */
final class BufferedSpace {
  final SyscallBuffer buffer;
  final PatchedSites sites;
  final BufferOptions options;

  /** Whence its program made calls before. */
  final ProgramPlaces program;

  /** How often each site that is not patched was trapped. */
  final Map<Long, Integer> traps = new HashMap<>();

  /** Where stubs stand. */
  final StubPlaces places;

  /** How often places that are not patched were trapped. */
  int trapped;

  /** Code that calls may come from, by its start. What was unmapped since is there, too. */
  private final TreeMap<Long, HotPlaces.Code> codes = new TreeMap<>();

  /** Bounds of what the hook leaves alone: rooms, and mappings with patched sites. */
  private final List<StubRooms.Range> guarded = new ArrayList<>(4);

  /** So many files the hook was told of whose contents are kept. */
  int toldFiles;

  /** What the hook was told of last. */
  @Nullable Descriptors descriptors;

  /** Tasks share the memory but not the descriptors: calls that depend on these bail. */
  boolean apart;

  /** Every call bails, for good: the space is used in a way that the hook does not know. */
  boolean off;

  /** The hook knows what time stamps are made of. */
  boolean tellsTime;

  /** The hook stops after futex calls that wake somebody. */
  boolean wakesStop;

  /** For good: time stamps trap, since the space's clocks may be others than the supervisor's. */
  boolean timeTraps;

  BufferedSpace(SyscallBuffer buffer, BufferOptions options, ProgramPlaces program) {
    this(buffer, options, program, new PatchedSites(), new StubPlaces());
  }

  private BufferedSpace(
      SyscallBuffer buffer,
      BufferOptions options,
      ProgramPlaces program,
      PatchedSites sites,
      StubPlaces places) {
    this.places = places;
    this.buffer = buffer;
    this.options = options;
    this.program = program;
    this.sites = sites;
  }

  /** What the hook does with calls. */
  SyscallBuffer.Mode mode() {
    if (off) {
      return SyscallBuffer.Mode.OFF;
    }
    return apart ? SyscallBuffer.Mode.RECORD_APART : SyscallBuffer.Mode.RECORD;
  }

  /** The code around {@code site}, if its mapping was seen or a call was trapped in it before. */
  HotPlaces.@Nullable Code codeAround(long site) {
    Map.Entry<Long, HotPlaces.Code> entry = codes.floorEntry(site);
    return entry != null && site < entry.getValue().mapping().end() ? entry.getValue() : null;
  }

  /** That code was mapped, or a call was trapped in it. */
  void add(HotPlaces.Code code) {
    codes.put(code.mapping().start(), code);
  }

  /** The hook is to leave what is there alone. */
  void guard(long start, long end, TraceeMemory memory) {
    for (StubRooms.Range range : guarded) {
      if (range.start() == start && range.end() == end) {
        return;
      }
    }
    guarded.add(new StubRooms.Range(start, end));
    tellGuarded(memory);
  }

  /** A room is no more. */
  void forgetRoom(long start, TraceeMemory memory) {
    places.forget(start);
    guarded.removeIf(range -> range.start() == start);
    tellGuarded(memory);
  }

  private void tellGuarded(TraceeMemory memory) {
    List<Long> bounds = new ArrayList<>(2 * guarded.size());
    for (StubRooms.Range range : guarded) {
      bounds.add(range.start());
      bounds.add(range.end());
    }
    SyscallBuffer.tellPairs(memory, JrrLayout.HOOK_GUARDED, bounds, JrrLayout.HOOK_GUARDED_LIMIT);
  }

  /** What a child of fork starts with. */
  BufferedSpace copy() {
    BufferedSpace copy =
        new BufferedSpace(buffer.copy(), options, program, sites.copy(), places.copy());
    copy.traps.putAll(traps);
    copy.codes.putAll(codes);
    copy.guarded.addAll(guarded);
    copy.trapped = trapped;
    copy.toldFiles = toldFiles;
    copy.tellsTime = tellsTime;
    copy.wakesStop = wakesStop;
    copy.timeTraps = timeTraps;
    copy.apart = apart;
    copy.off = off;
    return copy;
  }
}
