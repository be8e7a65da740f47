package dev.jrr.tracee.kernel;

import com.kenai.jffi.MemoryIO;

/**
 * Interrupts the tracer thread's waiting at regular times: a kernel timer (timer_create(2),
 * SIGEV_THREAD_ID) sends it a signal whose handler does nothing and restarts no call, so that
 * {@link Ptrace#waitOrTick} comes back with {@link Ptrace#TICK}. Nothing reaches the tracees. Made
 * and used on the tracer thread.
 */
public final class Ticker implements AutoCloseable {
  /** A real-time signal that neither the C library nor the JVM uses. */
  private static final int SIGNAL = 40;

  private static final int CLOCK_MONOTONIC = 1;
  private static final int SIGEV_THREAD_ID = 4;
  private static final long SETTIME = Libc.function("timer_settime");

  private final long timer;
  private final long setting = Libc.allocate(32);

  /** Nanoseconds between ticks, 0 while there are none. */
  private long running;

  public Ticker() {
    MemoryIO memory = Libc.memory();
    // struct sigaction: handler, 128 bytes of mask, flags, restorer. getppid serves as the handler
    // that does nothing.
    long action = Libc.allocate(152);
    memory.putLong(action, Libc.function("getppid"));
    Libc.call(Libc.function("sigaction"), SIGNAL, action, 0);
    // struct sigevent: value, signal, how, thread.
    long event = Libc.allocate(64);
    memory.putInt(event + 8, SIGNAL);
    memory.putInt(event + 12, SIGEV_THREAD_ID);
    memory.putInt(event + 16, (int) Libc.call(Libc.function("gettid")));
    long id = Libc.allocate(8);
    long result = Libc.call(Libc.function("timer_create"), CLOCK_MONOTONIC, event, id);
    if (result < 0) {
      throw new IllegalStateException("timer_create: errno " + -result);
    }
    timer = memory.getLong(id);
  }

  /**
   * Ticks every {@code intervalNs} from now on; if it does already, the next tick comes when it
   * comes: setting a timer costs more than a task's stop in a virtual machine.
   */
  public void start(long intervalNs) {
    if (running != intervalNs) {
      set(intervalNs);
      running = intervalNs;
    }
  }

  public boolean isRunning() {
    return running != 0;
  }

  /** Ticks no more. */
  public void stop() {
    if (running != 0) {
      set(0);
      running = 0;
    }
  }

  private void set(long intervalNs) {
    MemoryIO memory = Libc.memory();
    memory.putLong(setting, 0);
    memory.putLong(setting + 8, intervalNs);
    memory.putLong(setting + 16, 0);
    memory.putLong(setting + 24, intervalNs);
    Libc.call(SETTIME, timer, 0, setting, 0);
  }

  /** Deletes the timer. */
  @Override
  public void close() {
    Libc.call(Libc.function("timer_delete"), timer);
  }
}
