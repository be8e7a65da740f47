package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the first process of a session: spawns the {@code launch} program (syscallbuf-preload),
 * which says who the CPU is and waits until it has been seized. The protocol is in launch.c.
 */
public final class Launcher {
  private static final long POSIX_SPAWN = Libc.function("posix_spawn");
  private static final long SOCKETPAIR = Libc.function("socketpair");
  private static final long READ = Libc.function("read");
  private static final long WRITE = Libc.function("write");
  private static final long CLOSE = Libc.function("close");
  private static final long FCNTL = Libc.function("fcntl");

  /** struct hello of launch.c: magic, count, xcr0, then 160 words. */
  private static final int HELLO_BYTES = 16 + 160 * 4;

  private static final int HELLO_MAGIC = 0x3172726a;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private Launcher() {}

  /** The launched process, seized and running towards its exec (record) or its int3 (replay). */
  public static final class Launched {
    private final int tid;
    private final MachineIdentity machine;
    private final int socket;

    Launched(int tid, MachineIdentity machine, int socket) {
      this.tid = tid;
      this.machine = machine;
      this.socket = socket;
    }

    public int tid() {
      return tid;
    }

    public MachineIdentity machine() {
      return machine;
    }

    /** After the process ended without an exec: the errno of that, 0 if it did not say. */
    public int failure() {
      long buffer = Libc.allocate(8);
      return Libc.call(READ, socket, buffer, 4) == 4 ? Libc.memory().getInt(buffer) : 0;
    }

    /** Closes the socket. */
    public void close() {
      Libc.call(CLOSE, socket);
    }
  }

  /**
   * Starts the launcher to become {@code program} with {@code arguments} (the first is argv[0]) and
   * {@code environment}; bytes, because neither need be text. Every call of it makes a trace stop,
   * unless a filter from outside could come before that: then only PTRACE_SYSCALL sees them.
   */
  public static Launched record(
      Ptrace ptrace,
      Path launcher,
      int cpu,
      String keep,
      byte[] program,
      List<byte[]> arguments,
      List<byte[]> environment) {
    byte[][] words = new byte[arguments.size() + 1][];
    words[0] = program;
    for (int index = 0; index < arguments.size(); index++) {
      words[index + 1] = arguments.get(index);
    }
    String mode = Confinement.own().filtered() ? "watch" : "record";
    return start(ptrace, launcher, mode, cpu, keep, words, environment, Ptrace.RECORD_OPTIONS);
  }

  /** Starts the launcher to be made into the processes of a replay. */
  public static Launched replay(Ptrace ptrace, Path launcher, int cpu) {
    return start(
        ptrace, launcher, "replay", cpu, "", new byte[0][], List.of(), Ptrace.REPLAY_OPTIONS);
  }

  /** Starts the launcher to mind the tasks that are left when a recording ends. */
  public static Minder mind(Path launcher) {
    Spawned spawned = spawn(launcher, "mind", 0, "", new byte[0][], List.of());
    return new Minder(spawned.pid, spawned.socket);
  }

  private static Launched start(
      Ptrace ptrace,
      Path launcher,
      String mode,
      int cpu,
      String keep,
      byte[][] words,
      List<byte[]> environment,
      long options) {
    Spawned spawned = spawn(launcher, mode, cpu, keep, words, environment);
    MachineIdentity machine = hello(spawned.socket);
    check("ptrace", ptrace.seize(spawned.pid, options));
    long go = Libc.allocate(8);
    check("starting " + launcher, Libc.call(WRITE, spawned.socket, go, 1));
    return new Launched(spawned.pid, machine, spawned.socket);
  }

  /** The launcher as a new process, and our end of the socket to it. */
  private record Spawned(int pid, int socket) {}

  private static Spawned spawn(
      Path launcher, String mode, int cpu, String keep, byte[][] words, List<byte[]> environment) {
    MemoryIO memory = Libc.memory();
    long pair = Libc.allocate(8);
    check("socketpair", Libc.call(SOCKETPAIR, AF_UNIX, SOCK_STREAM, 0, pair));
    int ours = memory.getInt(pair);
    int theirs = memory.getInt(pair + 4);
    check("fcntl", Libc.call(FCNTL, ours, F_SETFD, FD_CLOEXEC));

    long argv = Libc.allocate(8L * (words.length + 6));
    String[] head = {"launch", mode, Integer.toString(theirs), Integer.toString(cpu), keep};
    for (int index = 0; index < head.length; index++) {
      memory.putLong(argv + 8L * index, Libc.string(head[index]));
    }
    for (int index = 0; index < words.length; index++) {
      memory.putLong(argv + 8L * (head.length + index), Libc.string(words[index]));
    }
    long envp = Libc.allocate(8L * (environment.size() + 1));
    for (int index = 0; index < environment.size(); index++) {
      memory.putLong(envp + 8L * index, Libc.string(environment.get(index)));
    }
    long pid = Libc.allocate(8);
    // posix_spawn answers the error number itself.
    long error = Libc.call(POSIX_SPAWN, pid, Libc.string(launcher.toString()), 0, 0, argv, envp);
    Libc.call(CLOSE, theirs);
    if (error != 0) {
      Libc.call(CLOSE, ours);
      throw new LaunchException("starting " + launcher, (int) error);
    }
    return new Spawned(memory.getInt(pid), ours);
  }

  private static MachineIdentity hello(int socket) {
    long buffer = Libc.allocate(HELLO_BYTES);
    int got = 0;
    while (got < HELLO_BYTES) {
      long part = Libc.call(READ, socket, buffer + got, HELLO_BYTES - got);
      if (part <= 0) {
        throw new LaunchException("the launcher's first words", (int) -part);
      }
      got += (int) part;
    }
    MemoryIO memory = Libc.memory();
    if (memory.getInt(buffer) != HELLO_MAGIC) {
      throw new LaunchException("the launcher's first words", 0);
    }
    int[] leaves = new int[memory.getInt(buffer + 4) * 6];
    memory.getIntArray(buffer + 16, leaves, 0, leaves.length);
    return new MachineIdentity(leaves, memory.getLong(buffer + 8));
  }

  private static void check(String step, long result) {
    if (result < 0) {
      throw new LaunchException(step, (int) -result);
    }
  }
}
