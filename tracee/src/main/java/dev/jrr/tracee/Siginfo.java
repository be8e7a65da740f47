package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Ptrace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The siginfo_t of the signal that a task stopped with (sigaction(2)). Shares the bytes: nobody
 * changes them.
 */
public record Siginfo(byte[] bytes) {
  /** si_code of a single step, and of a fault that the kernel has no address for. */
  private static final int TRAP_TRACE = 2;

  private static final int TRAP_HWBKPT = 4;

  private static final int SI_KERNEL = 0x80;

  /** PTRACE_EVENT_EXIT << 8 | SIGTRAP. */
  private static final int EXIT_STOP = 6 << 8 | 5;

  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGBUS = 7;
  private static final int SIGFPE = 8;
  private static final int SIGSEGV = 11;
  private static final int SIGALRM = 14;
  private static final int SIGVTALRM = 26;
  private static final int SIGPROF = 27;
  private static final int SIGSYS = 31;

  /** Signals from here on queue (signal(7)). */
  private static final int FIRST_REAL_TIME = 32;

  /** What instructions can raise, as a mask. */
  public static final long FAULTS =
      bit(SIGILL) | bit(SIGTRAP) | bit(SIGBUS) | bit(SIGFPE) | bit(SIGSEGV) | bit(SIGSYS);

  /** si_code of a POSIX timer's (sigaction(2)). */
  private static final int SI_TIMER = -2;

  /** si_code of a call that syscall user dispatch refused (asm-generic/siginfo.h). */
  private static final int SYS_USER_DISPATCH = 2;

  /** AUDIT_ARCH_I386 (linux/audit.h), in si_arch of SIGSYS. */
  private static final int I386 = 0x40000003;

  /** Of the stop that task {@code tid} is in. */
  public static Siginfo of(Ptrace ptrace, int tid) {
    byte[] bytes = new byte[Ptrace.SIGINFO_SIZE];
    ptrace.getSiginfo(tid, bytes);
    return new Siginfo(bytes);
  }

  /** Those that wait for task {@code tid} or its process and that it does not block. */
  public static List<Siginfo> pending(Ptrace ptrace, int tid) {
    return ptrace.pendingSignals(tid).stream().map(Siginfo::new).toList();
  }

  private ByteBuffer fields() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** si_signo. */
  public int signal() {
    return fields().getInt(0);
  }

  /** Its place in masks of signals. */
  public long bit() {
    return bit(signal());
  }

  private static long bit(int signal) {
    return 1L << signal - 1;
  }

  /** Whether each one that is sent counts. */
  public boolean isRealTime() {
    return signal() >= FIRST_REAL_TIME;
  }

  /** si_code: positive where the kernel raised it, 0 or less where somebody sent it. */
  public int code() {
    return fields().getInt(8);
  }

  /** si_pid of a signal that somebody sent: 0 if from a PID namespace above the task's. */
  public int sender() {
    return fields().getInt(16);
  }

  /** si_addr of a fault. */
  public long address() {
    return fields().getLong(16);
  }

  /** The same with another si_addr. */
  public Siginfo withAddress(long address) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(16, address);
    return new Siginfo(changed);
  }

  /** Whether the kernel raised it for an instruction of the task. */
  public boolean isFault() {
    return code() > 0 && (bit() & FAULTS) != 0;
  }

  /** Whether setitimer's or timer_create's timers sent it. */
  public boolean isOfTimer() {
    int signal = signal();
    boolean isOfInterval = signal == SIGALRM || signal == SIGVTALRM || signal == SIGPROF;
    return code() == SI_TIMER || code() == SI_KERNEL && isOfInterval;
  }

  /** Whether it is for a call that is not made because of PR_SET_SYSCALL_USER_DISPATCH. */
  public boolean isDispatch() {
    return signal() == SIGSYS && code() == SYS_USER_DISPATCH;
  }

  /** Whether it is for a call by the table of 32-bit programs, which was not made. */
  public boolean isOf32BitCall() {
    return signal() == SIGSYS && code() > 0 && fields().getInt(28) == I386;
  }

  /** Whether it is a trap of any kind. */
  public boolean isTrap() {
    return signal() == SIGTRAP;
  }

  /** Whether it is a single step's end. */
  public boolean isStep() {
    return signal() == SIGTRAP && code() == TRAP_TRACE;
  }

  /** Whether it is the trap of a debug register. */
  public boolean isHardwareBreakpoint() {
    return signal() == SIGTRAP && code() == TRAP_HWBKPT;
  }

  /** Whether it is an {@code int3}'s trap. */
  public boolean isBreakpoint() {
    return signal() == SIGTRAP && code() == SI_KERNEL;
  }

  /**
   * Whether it is no signal: the stop before a task's end (PTRACE_EVENT_EXIT, ptrace(2)). In a stop
   * by a signal it may be one that the task sent itself: there {@link Task#isEnding} tells.
   */
  public boolean isExitStop() {
    return signal() == SIGTRAP && code() == EXIT_STOP;
  }

  /** Whether it is a fault without an address, as a general protection fault is. */
  public boolean isProtectionFault() {
    return signal() == SIGSEGV && code() == SI_KERNEL;
  }
}
