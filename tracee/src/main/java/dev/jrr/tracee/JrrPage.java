package dev.jrr.tracee;

import dev.jrr.layout.HookCode;
import dev.jrr.layout.JrrLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What the supervisor maps into every tracee (layout.def): syscall entries and the hook, the hook's
 * words, stack and buffer, scratch. Installed at exec, before the program's first instruction; the
 * vDSO and its data are unmapped, so that nobody can read the clock without a call.
 */
public final class JrrPage {
  private static final int MMAP = 9;
  private static final int MUNMAP = 11;
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS_FIXED = 2 | 0x20 | 0x100000; // MAP_FIXED_NOREPLACE
  private static final int NORESERVE = 0x4000;

  /** {@code syscall; int3}, for the first call of all. */
  private static final byte[] CODE = {0x0f, 0x05, (byte) 0xcc};

  private JrrPage() {}

  /**
   * Installs everything; {@code mappings} are the task's as the kernel made them.
   *
   * @return those that remain the program's own
   */
  public static List<MemoryMaps.Mapping> install(Task task, List<MemoryMaps.Mapping> mappings) {
    bootstrap(task);
    List<MemoryMaps.Mapping> kept = new ArrayList<>(mappings.size());
    try (RemoteCalls remote = new RemoteCalls(task)) {
      map(remote, JrrLayout.THREAD_LOCALS, JrrLayout.DATA_SIZE);
      map(remote, JrrLayout.SCRATCH, JrrLayout.SCRATCH_SIZE);
      long start = 0;
      long end = 0;
      for (MemoryMaps.Mapping mapping : mappings) {
        String name = mapping.name();
        if (name.equals("[vdso]") || name.startsWith("[vvar")) {
          if (mapping.start() != end) {
            unmap(remote, start, end);
            start = mapping.start();
          }
          end = mapping.end();
        } else if (!name.equals("[vsyscall]")) {
          kept.add(mapping);
        }
      }
      unmap(remote, start, end);
    }
    return kept;
  }

  private static void unmap(RemoteCalls remote, long start, long end) {
    if (start < end) {
      remote.call(MUNMAP, start, end - start);
    }
  }

  /** Maps only the page of entries, at whatever instruction the task is. */
  public static void bootstrap(Task task) {
    long place = task.registers().rip();
    TraceeMemory memory = task.memory();
    byte[] original = memory.read(place, CODE.length);
    if (original == null) {
      throw new IllegalStateException("no code at " + Long.toHexString(place));
    }
    memory.write(place, CODE, 0, CODE.length);
    try (RemoteCalls remote = new RemoteCalls(task, place)) {
      long result =
          remote.call(
              MMAP,
              JrrLayout.PAGE_CODE,
              JrrLayout.PAGE_CODE_SIZE,
              READ_EXECUTE,
              PRIVATE_ANONYMOUS_FIXED,
              -1,
              0);
      if (result != JrrLayout.PAGE_CODE) {
        throw new IllegalStateException("the jrr page could not be mapped: " + result);
      }
    }
    memory.write(place, original, 0, original.length);
    byte[] code = HookCode.bytes();
    memory.write(JrrLayout.PAGE_CODE, code, 0, code.length);
  }

  private static void map(RemoteCalls remote, long address, long length) {
    long result =
        remote.call(MMAP, address, length, READ_WRITE, PRIVATE_ANONYMOUS_FIXED | NORESERVE, -1, 0);
    if (result != address) {
      throw new IllegalStateException("jrr's memory could not be mapped: " + result);
    }
  }
}
