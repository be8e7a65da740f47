package dev.jrr.tracee.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * ptrace(2) and waitpid(2) of one session. The kernel lets only the thread that attached do these,
 * so an instance belongs to the thread that made it, the tracer thread, and every call asserts it.
 * There is one such thread at a time in a process: the buffers through which memory is transferred
 * are its alone. No call allocates.
 */
public final class Ptrace {
  /** {@link #waitFor} and requests answer this negative when the task is gone (ESRCH). */
  public static final long GONE = -3;

  /** waitpid answers this when there is nothing to wait for (ECHILD). */
  public static final long NO_CHILD = -10;

  /** A wait was interrupted (EINTR). */
  public static final int TICK = -4;

  private static final int CONT = 7;
  private static final int SINGLESTEP = 9;
  private static final int GETREGS = 12;
  private static final int SETREGS = 13;
  private static final int SYSCALL = 24;
  private static final int SYSEMU = 31;
  private static final int SYSEMU_SINGLESTEP = 32;
  private static final int PEEKUSER = 3;
  private static final int POKEUSER = 6;
  private static final int DETACH = 17;
  private static final int GETEVENTMSG = 0x4201;
  private static final int GETSIGINFO = 0x4202;
  private static final int SETSIGINFO = 0x4203;
  private static final int GETREGSET = 0x4204;
  private static final int SETREGSET = 0x4205;
  private static final int SEIZE = 0x4206;
  private static final int INTERRUPT = 0x4207;
  private static final int LISTEN = 0x4208;
  private static final int PEEKSIGINFO = 0x4209;

  /** Pending signals looked at in each queue; as many as the buffer holds. */
  private static final int PEEK_LIMIT = 64;

  private static final int GETSIGMASK = 0x420a;
  private static final int SETSIGMASK = 0x420b;
  private static final int SET_SYSCALL_USER_DISPATCH_CONFIG = 0x4210;

  /** PR_SYS_DISPATCH_ON (linux/prctl.h). */
  private static final int DISPATCH_ON = 1;

  private static final int NT_X86_XSTATE = 0x202;

  /**
   * PTRACE_O_*: EXITKILL, TRACESECCOMP, TRACESYSGOOD, TRACEFORK, VFORK, CLONE, EXEC, VFORKDONE,
   * EXIT.
   */
  public static final long RECORD_OPTIONS = 0x100000 | 0x80 | 1 | 2 | 4 | 8 | 0x10 | 0x20 | 0x40;

  /** EXITKILL, TRACESYSGOOD, TRACEFORK, VFORK, CLONE. */
  public static final long REPLAY_OPTIONS = 0x100000 | 1 | 2 | 4 | 8;

  private static final int WALL = 0x40000000;

  /** Children of other threads of this JVM (ProcessBuilder's) are not ours to wait for. */
  private static final int WNOTHREAD = 0x20000000;

  private static final int WNOHANG = 1;

  /** The wait status of PTRACE_EVENT_EXIT: the event, SIGTRAP, and that it is a stop. */
  private static final int EXIT_STOP = 6 << 16 | 5 << 8 | 0x7f;

  /** Bytes of an XSAVE area at most: AMX's tiles make 11 KB. */
  private static final int VECTOR_LIMIT = 16384;

  /** Bytes of siginfo_t. */
  public static final int SIGINFO_SIZE = 128;

  private static final AtomicReference<@Nullable Thread> TRACER = new AtomicReference<>();

  private final Thread owner = Thread.currentThread();
  private final long buffer = Libc.allocate(VECTOR_LIMIT + 512);
  private final long iovec = buffer + VECTOR_LIMIT;
  private final long status = iovec + 16;

  /** Statuses by tid that {@link #tellAgain} put back. */
  private final Map<Integer, Integer> untold = new TreeMap<>();

  /**
   * Makes the calling thread the tracer.
   *
   * @throws IllegalStateException if another one is
   */
  public Ptrace() {
    Thread former = TRACER.getAndSet(owner);
    if (former != null && former != owner && former.isAlive()) {
      throw new IllegalStateException(owner + " would trace while " + former + " is the tracer");
    }
  }

  private void assertOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "ptrace called on " + Thread.currentThread() + ", but " + owner + " is the tracer");
    }
  }

  private long request(long request, int tid, long address, long data) {
    assertOwner();
    return Libc.ptrace(request, tid, address, data);
  }

  /** As {@link #request}; a task whose stop will be told of again stays in it. */
  private long resume(long request, int tid, long data) {
    return isUntold(tid) ? 0 : request(request, tid, 0, data);
  }

  /** Attaches without stopping the task. */
  public long seize(int tid, long options) {
    return request(SEIZE, tid, 0, options);
  }

  /** Resumes; {@code signal} 0 or the one to deliver. */
  public long cont(int tid, int signal) {
    return resume(CONT, tid, signal);
  }

  /** Resumes until the next syscall stop. */
  public long syscall(int tid, int signal) {
    return resume(SYSCALL, tid, signal);
  }

  /** Resumes until the next syscall instruction, whose call is then not made. */
  public long sysemu(int tid) {
    return resume(SYSEMU, tid, 0);
  }

  /** Resumes for one instruction; if that is a syscall instruction, its call is not made. */
  public long sysemuStep(int tid) {
    return resume(SYSEMU_SINGLESTEP, tid, 0);
  }

  /** Resumes for one instruction. */
  public long singleStep(int tid, int signal) {
    return resume(SINGLESTEP, tid, signal);
  }

  /** Leaves a group-stopped task stopped, but listening for SIGCONT. */
  public long listen(int tid) {
    return request(LISTEN, tid, 0, 0);
  }

  /** Asks for a stop; any stop that follows may be the answer. */
  public long interrupt(int tid) {
    return request(INTERRUPT, tid, 0, 0);
  }

  /** Lets the task go. */
  public long detach(int tid) {
    return request(DETACH, tid, 0, 0);
  }

  /** Reads the general registers into {@code words} (27). */
  public long getRegisters(int tid, long[] words) {
    long result = request(GETREGS, tid, 0, buffer);
    if (result >= 0) {
      Libc.memory().getLongArray(buffer, words, 0, words.length);
    }
    return result;
  }

  /** Writes the general registers. */
  public long setRegisters(int tid, long[] words) {
    Libc.memory().putLongArray(buffer, words, 0, words.length);
    return request(SETREGS, tid, 0, buffer);
  }

  /** The XSAVE area, or null when the task is gone. */
  public byte @Nullable [] getVectorState(int tid) {
    Libc.memory().putLong(iovec, buffer);
    Libc.memory().putLong(iovec + 8, VECTOR_LIMIT);
    if (request(GETREGSET, tid, NT_X86_XSTATE, iovec) < 0) {
      return null;
    }
    byte[] state = new byte[(int) Libc.memory().getLong(iovec + 8)];
    Libc.memory().getByteArray(buffer, state, 0, state.length);
    return state;
  }

  /** Writes the XSAVE area. */
  public long setVectorState(int tid, byte[] state) {
    Libc.memory().putByteArray(buffer, state, 0, state.length);
    Libc.memory().putLong(iovec, buffer);
    Libc.memory().putLong(iovec + 8, state.length);
    return request(SETREGSET, tid, NT_X86_XSTATE, iovec);
  }

  /** Reads siginfo_t's {@link #SIGINFO_SIZE} bytes of the signal that the task stopped for. */
  public long getSiginfo(int tid, byte[] siginfo) {
    long result = request(GETSIGINFO, tid, 0, buffer);
    if (result >= 0) {
      Libc.memory().getByteArray(buffer, siginfo, 0, SIGINFO_SIZE);
    }
    return result;
  }

  /** Writes what {@link #getSiginfo} reads from now on, in whatever stop. */
  public long setSiginfo(int tid, byte[] siginfo) {
    Libc.memory().putByteArray(buffer, siginfo, 0, SIGINFO_SIZE);
    return request(SETSIGINFO, tid, 0, buffer);
  }

  /** The task's mask of blocked signals; bit n is signal n + 1. */
  public long getSignalMask(int tid) {
    Libc.memory().putLong(buffer, 0);
    request(GETSIGMASK, tid, 8, buffer);
    return Libc.memory().getLong(buffer);
  }

  /** Sets it. */
  public long setSignalMask(int tid, long mask) {
    Libc.memory().putLong(buffer, mask);
    return request(SETSIGMASK, tid, 8, buffer);
  }

  /**
   * Whether a signal that the task does not block waits for it, so that it is delivered before any
   * instruction once the task is resumed.
   */
  public boolean hasPendingSignal(int tid) {
    return !pendingSignals(tid).isEmpty();
  }

  /**
   * The siginfo_t of the signals that wait for a task and that it does not block
   * (PTRACE_PEEKSIGINFO, its own queue and its process's).
   */
  public List<byte[]> pendingSignals(int tid) {
    long blocked = getSignalMask(tid);
    List<byte[]> found = List.of();
    for (int queue = 0; queue <= 1; queue++) {
      Libc.memory().putLong(iovec, 0); // from the first on
      Libc.memory().putInt(iovec + 8, queue); // PTRACE_PEEKSIGINFO_SHARED is 1
      Libc.memory().putInt(iovec + 12, PEEK_LIMIT);
      long count = request(PEEKSIGINFO, tid, iovec, buffer);
      for (long index = 0; index < count; index++) {
        int signal = Libc.memory().getInt(buffer + index * SIGINFO_SIZE);
        if ((blocked >>> (signal - 1) & 1) == 0) {
          byte[] siginfo = new byte[SIGINFO_SIZE];
          Libc.memory().getByteArray(buffer + index * SIGINFO_SIZE, siginfo, 0, SIGINFO_SIZE);
          found = found.isEmpty() ? new ArrayList<>(1) : found;
          found.add(siginfo);
        }
      }
    }
    return found;
  }

  /**
   * From now on every call of the task raises SIGSYS and is not made, but for those whose next
   * instruction is one of {@code length} bytes at {@code start}. False before Linux 6.4.
   */
  public boolean dispatchCalls(int tid, long start, long length) {
    Libc.memory().putLong(buffer, DISPATCH_ON);
    Libc.memory().putLong(buffer + 8, 0); // no selector
    Libc.memory().putLong(buffer + 16, start);
    Libc.memory().putLong(buffer + 24, length);
    return request(SET_SYSCALL_USER_DISPATCH_CONFIG, tid, 32, buffer) >= 0;
  }

  /** The message of a PTRACE_EVENT stop (a new task's id, an exit status), or -errno. */
  public long eventMessage(int tid) {
    long result = request(GETEVENTMSG, tid, 0, buffer);
    return result < 0 ? result : Libc.memory().getLong(buffer);
  }

  /** Reads debug register {@code index}: offsetof(struct user, u_debugreg) is 848. */
  public long getDebugRegister(int tid, int index) {
    assertOwner();
    // PEEKUSER by the C library answers in the result and tells errors by errno only.
    return Libc.ptrace(PEEKUSER, tid, 848 + 8L * index, 0);
  }

  /** Writes debug register {@code index}. */
  public long setDebugRegister(int tid, int index, long value) {
    return request(POKEUSER, tid, 848 + 8L * index, value);
  }

  /**
   * Waits for {@code tid}, or for any task of this thread when -1. Answers the tid whose status is
   * then in {@link #waitStatus}, 0 when {@code block} is false and there is none, or -errno.
   */
  public int waitFor(int tid, boolean block) {
    assertOwner();
    int again = takeUntold(tid);
    if (again != 0) {
      return again;
    }
    int options = WALL | WNOTHREAD | (block ? 0 : WNOHANG);
    while (true) {
      long result = Libc.waitpid(tid, status, options);
      if (result != TICK) {
        return (int) result;
      }
    }
  }

  /** As {@link #waitFor} with blocking, but answers {@link #TICK} when a {@link Ticker} ticks. */
  public int waitOrTick(int tid) {
    assertOwner();
    int again = takeUntold(tid);
    return again != 0 ? again : (int) Libc.waitpid(tid, status, WALL | WNOTHREAD);
  }

  /**
   * The status of {@code tid} that was read last is told by the next wait for it once more: it was
   * met where it cannot be handled. Until then the task is not resumed.
   */
  public void tellAgain(int tid) {
    untold.put(tid, waitStatus());
  }

  /** Whether the next wait for {@code tid} tells of a stop again. */
  public boolean isUntold(int tid) {
    return untold.containsKey(tid);
  }

  /** Whether a wait for {@code tid} would tell of something at once; it still does afterwards. */
  public boolean hasUntold(int tid) {
    if (!isUntold(tid) && waitFor(tid, false) == tid) {
      tellAgain(tid);
    }
    return isUntold(tid);
  }

  private int takeUntold(int wanted) {
    if (untold.isEmpty()) {
      return 0;
    }
    int tid = wanted == -1 ? untold.keySet().iterator().next() : wanted;
    Integer again = untold.remove(tid);
    if (again == null) {
      return 0;
    }
    Libc.memory().putInt(status, again);
    return tid;
  }

  /** As if a wait had told of the stop before the end of {@code tid}, which that did not make. */
  public int missEnd(int tid) {
    Libc.memory().putInt(status, EXIT_STOP);
    return tid;
  }

  /** The status that the last successful {@link #waitFor} read. */
  public int waitStatus() {
    return Libc.memory().getInt(status);
  }
}
