package dev.jrr.replayer;

import dev.jrr.trace.ObjectId;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.PatchedSites;
import dev.jrr.tracee.syscalls.MemoryView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One address space of a replay, shared by the tasks that CLONE_VM made. Breakpoints are in memory
 * only while a task of it runs, so all that reads memory at a stop sees the program's own bytes.
 */
final class ReplaySpace implements MemoryView {
  private static final byte INT3 = (byte) 0xcc;

  TraceeMemory memory;

  /** Tasks that use it. */
  int users = 1;

  /** Software breakpoints that gdb wants, and the bytes under those that are in memory now. */
  private final Map<Long, Byte> breakpoints = new TreeMap<>();

  /** Original bytes of code that the recorder replaced; gdb is shown these. */
  final Map<Long, byte[]> patches = new HashMap<>();

  /** What is mapped by name, for reports and gdb: start to (end, name). */
  final MappingNames mappings;

  /** Syscall sites that the recorder patched. */
  final PatchedSites sites;

  /** Records in the syscall buffer whose end was not seen yet; 0 without. */
  int recordCount;

  /** These records, as they were put there. */
  BufferedRecords records = BufferedRecords.none();

  /** Whether reads among them name what they read ({@link NamedContents}). */
  boolean namesContents;

  /** The task is to stop behind the last of them. */
  boolean stopsAfterRecords;

  /** The calls among those records that change memory or registers, by where their records are. */
  NavigableMap<Long, BufferedRecords.NotedCall> changes = new TreeMap<>();

  /** What the hook was told of contents that are read, as it wants it ({@link NamedContents}). */
  final Map<ObjectId, byte[]> objects = new LinkedHashMap<>();

  /** The hook makes calls on memory by itself. */
  private boolean hookMakes;

  /** Where each of {@link StubPages}' regions begins. */
  final List<Long> stubs = new ArrayList<>();

  /** Something of it is not for its children (MADV_DONTFORK), or not as it is (WIPEONFORK). */
  boolean hasForkMarks;

  private boolean inserted;

  ReplaySpace(TraceeMemory memory, MappingNames mappings) {
    this(memory, mappings, new PatchedSites());
  }

  private ReplaySpace(TraceeMemory memory, MappingNames mappings, PatchedSites sites) {
    this.memory = memory;
    this.mappings = mappings;
    this.sites = sites;
  }

  /** The child's view after a fork: the same contents, no breakpoints of its own. */
  ReplaySpace fork(TraceeMemory childMemory) {
    ReplaySpace child = new ReplaySpace(childMemory, mappings.copy(), sites.copy());
    child.patches.putAll(patches);
    child.stubs.addAll(stubs);
    child.hasForkMarks = hasForkMarks;
    child.recordCount = recordCount;
    child.records = records;
    child.namesContents = namesContents;
    child.stopsAfterRecords = stopsAfterRecords;
    child.changes.putAll(changes);
    child.objects.putAll(objects);
    child.hookMakes = hookMakes;
    return child;
  }

  /** A new program: nothing of the old one remains. */
  void clear() {
    patches.clear();
    sites.clear();
    stubs.clear();
    hasForkMarks = false;
    changes.clear();
    objects.clear();
    hookMakes = false;
    mappings.clear();
  }

  @Override
  public int read(long address, byte[] buffer, int offset, int length) {
    return memory.read(address, buffer, offset, length);
  }

  /** Memory as the program would natively have it: original bytes at patched places. */
  byte[] readForDebugger(long address, int length) {
    byte[] bytes = new byte[length];
    int got = memory.read(address, bytes, 0, length);
    for (Map.Entry<Long, byte[]> patch : patches.entrySet()) {
      byte[] original = patch.getValue();
      for (int index = 0; index < original.length; index++) {
        long at = patch.getKey() + index - address;
        if (at >= 0 && at < got) {
          bytes[(int) at] = original[index];
        }
      }
    }
    return got == length ? bytes : java.util.Arrays.copyOf(bytes, got);
  }

  /** Whether the recorder put a trap there. */
  boolean isTrapPatch(long address) {
    return patches.containsKey(address) && sites.at(address) == null;
  }

  /**
   * A task is about to run, {@code alone} if nothing else was put into its memory: only then, and
   * without breakpoints, can the hook change that by itself.
   */
  void letHookMake(boolean alone) {
    boolean makes = alone && breakpoints.isEmpty();
    if (makes != hookMakes) {
      hookMakes = makes;
      SyscallBuffer.setMode(
          memory, makes ? SyscallBuffer.Mode.REPLAY_MAKING : SyscallBuffer.Mode.REPLAY);
    }
  }

  boolean hasBreakpoint(long address) {
    return breakpoints.containsKey(address);
  }

  /** Whether one is in the range. */
  boolean hasBreakpointIn(long start, long end) {
    for (long address : breakpoints.keySet()) {
      if (address >= start && address < end) {
        return true;
      }
    }
    return false;
  }

  void addBreakpoint(long address) {
    breakpoints.putIfAbsent(address, (byte) 0);
  }

  /** Takes over those of {@code former}, whose place this one takes. */
  void keepBreakpoints(ReplaySpace former) {
    breakpoints.putAll(former.breakpoints);
  }

  void removeBreakpoint(long address) {
    breakpoints.remove(address);
  }

  /** Puts the breakpoints into memory; {@code task}, of this space, is about to run. */
  void insertBreakpoints(Task task, CodeMemory code) {
    if (inserted || breakpoints.isEmpty()) {
      return;
    }
    byte[] one = new byte[1];
    for (Map.Entry<Long, Byte> breakpoint : breakpoints.entrySet()) {
      if (memory.read(sites.toStub(breakpoint.getKey()), one, 0, 1) == 1) {
        breakpoint.setValue(one[0]);
        one[0] = INT3;
        code.write(task, sites.toStub(breakpoint.getKey()), one);
      } else {
        breakpoint.setValue(INT3);
      }
    }
    inserted = true;
  }

  /** Takes them out again; the task stopped. */
  void liftBreakpoints(Task task, CodeMemory code) {
    if (!inserted) {
      return;
    }
    byte[] one = new byte[1];
    for (Map.Entry<Long, Byte> breakpoint : breakpoints.entrySet()) {
      if (breakpoint.getValue() != INT3) {
        one[0] = breakpoint.getValue();
        code.write(task, sites.toStub(breakpoint.getKey()), one);
      }
    }
    inserted = false;
  }
}
