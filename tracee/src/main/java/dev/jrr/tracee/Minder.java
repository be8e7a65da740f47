package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;

/**
 * The process that goes on tracing tasks when their recording is over ({@code mind} in launch.c):
 * their seccomp filter stays, and without a tracer every call of theirs would fail. A task is
 * handed over asleep in the jrr page, whose calls the filter lets through, with all signals
 * blocked.
 */
public final class Minder {
  private static final long READ = Libc.function("read");
  private static final long WRITE = Libc.function("write");
  private static final long CLOSE = Libc.function("close");

  /** struct handed of launch.c: the id, the mask, 27 registers. */
  private static final int HANDED_BYTES = 16 + 27 * 8;

  private static final int PAUSE = 34;
  private static final long EINTR = -4;
  private static final long ALL_SIGNALS = -1;

  private final int pid;
  private final int socket;
  private final long buffer = Libc.allocate(HANDED_BYTES);

  Minder(int pid, int socket) {
    this.pid = pid;
    this.socket = socket;
  }

  public int pid() {
    return pid;
  }

  /** Lets a stopped task go; it will go on where its registers say. */
  public void take(Task task) {
    Ptrace ptrace = task.ptrace();
    Registers registers = task.changeRegisters();
    MemoryIO memory = Libc.memory();
    memory.putLong(buffer, task.tid());
    memory.putLong(buffer + 8, ptrace.getSignalMask(task.tid()));
    memory.putLongArray(buffer + 16, registers.words(), 0, registers.words().length);
    registers.set(Registers.RIP, JrrLayout.UNTRACED_SYSCALL);
    registers.set(Registers.RAX, PAUSE);
    registers.set(Registers.ORIG_RAX, -1);
    ptrace.setSignalMask(task.tid(), ALL_SIGNALS);
    task.detach();
    send();
  }

  /** Everybody was handed over. Answers how many it could not take: those would sleep for ever. */
  public int finish() {
    Libc.memory().putLong(buffer, 0);
    send();
    long got;
    do {
      got = Libc.call(READ, socket, buffer, Integer.BYTES);
    } while (got == EINTR);
    Libc.call(CLOSE, socket);
    return got == Integer.BYTES ? Libc.memory().getInt(buffer) : Integer.MAX_VALUE;
  }

  private void send() {
    for (long sent = 0; sent < HANDED_BYTES; ) {
      long part = Libc.call(WRITE, socket, buffer + sent, HANDED_BYTES - sent);
      if (part <= 0 && part != EINTR) {
        return; // it is gone; finish() says so
      }
      sent += Math.max(0, part);
    }
  }
}
