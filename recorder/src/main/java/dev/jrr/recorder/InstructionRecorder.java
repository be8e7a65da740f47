package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.IdentityCache;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.MachineInstruction;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.code.TrapSites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Instructions whose result the machine makes up: {@code rdtsc} and {@code rdtscp} trap by
 * PR_SET_TSC, until the place gets a stub; {@code rdrand}, {@code rdseed} and {@code rdpid} cannot,
 * so they are found when code is mapped and replaced by a trap. All are emulated and recorded. So
 * are those that a patch has moved, where somebody jumps to where they stood.
 */
final class InstructionRecorder {
  private static final long CARRY = 1;

  /** OF, SF, ZF, AF, PF: rdrand clears them. */
  private static final long CLEARED = 0x800 | 0x80 | 0x40 | 0x10 | 4 | CARRY;

  private final RecordSession session;
  private final Map<ObjectId, List<Site>> sites = new HashMap<>();

  /** Made when an instruction wants it: loading it costs the start of every recording 30 ms. */
  private @Nullable SecureRandom random;

  /** Ticks in a nanosecond, times 2^32; 0 before it is known. */
  private long timeScale;

  InstructionRecorder(RecordSession session) {
    this.session = session;
  }

  private SecureRandom random() {
    if (random == null) {
      random = new SecureRandom();
    }
    return random;
  }

  /** Whether the signal came from one of these instructions, which has then been emulated. */
  boolean emulate(RecordedTask task, Siginfo siginfo) {
    boolean isOurs = siginfo.isFault() && emulated(task, siginfo);
    if (isOurs) {
      task.process.forcedSignals.putBackAfterTrap(task, siginfo.signal());
    }
    return isOurs;
  }

  private boolean emulated(RecordedTask task, Siginfo siginfo) {
    if (siginfo.isProtectionFault()) {
      byte[] code = new byte[MachineInstruction.LIMIT];
      int length = task.memory().read(task.task.registers().rip(), code, 0, code.length);
      MachineInstruction found = MachineInstruction.decode(code, length);
      return found != null && found.isTimeStamp() && execute(task, found);
    }
    if (siginfo.isBreakpoint()) {
      long address = task.task.registers().rip() - 1;
      byte[] original = task.process.space.patches.get(address);
      if (original != null) {
        task.task.changeRegisters().set(Registers.RIP, address);
        return execute(task, MachineInstruction.decode(original, original.length));
      }
    }
    return enterStub(task, siginfo);
  }

  /** Whether the task came to an instruction that a patch has moved: it goes on where that is. */
  private boolean enterStub(RecordedTask task, Siginfo siginfo) {
    BufferedSpace hook = task.process.space.hook;
    long address = task.task.registers().rip() - (siginfo.isBreakpoint() ? 1 : 0);
    SyscallStub stub = hook == null ? null : hook.sites.trappedAt(address);
    if (stub == null || !hook.options.has(UnwindRule.ENTERS_STUB)) {
      return false;
    }
    Registers registers = task.task.changeRegisters();
    registers.set(Registers.RIP, address);
    RegisterSet at = task.registerSet();
    registers.set(Registers.RIP, stub.toStub(address));
    registers.set(Registers.ORIG_RAX, -1);
    List<Effect> effects = List.of(new Effect.SetRegisters(task.registerSet()));
    session.append(
        new Frame.Emulated(
            session.nextEvent(task), task.tid(), at, Frame.Instruction.MOVED, effects));
    return true;
  }

  private boolean execute(RecordedTask task, MachineInstruction instruction) {
    RegisterSet at = task.registerSet();
    List<Effect> effects = new ArrayList<>(4);
    Registers registers = task.task.changeRegisters();
    Frame.Instruction kind = Frame.Instruction.valueOf(instruction.kind().name());
    switch (instruction.kind()) {
      case RDTSC, RDTSCP -> {
        long ticks = ticks();
        registers.set(Registers.RAX, ticks & 0xffffffffL);
        registers.set(Registers.RDX, ticks >>> 32);
        if (kind == Frame.Instruction.RDTSCP) {
          registers.set(Registers.RCX, session.cpu());
        }
      }
      case RDPID -> registers.set(instruction.register(), session.cpu());
      case RDRAND, RDSEED -> {
        instruction.store(registers, random().nextLong());
        registers.set(Registers.EFLAGS, registers.get(Registers.EFLAGS) & ~CLEARED | CARRY);
      }
    }
    registers.set(Registers.RIP, registers.rip() + instruction.length());
    registers.set(Registers.ORIG_RAX, -1);
    if (instruction.isTimeStamp()) {
      session.buffering().patcher().afterTimeStamp(task, at.word(Registers.RIP), effects);
      SyscallRecorder.moveToStub(task);
    }
    effects.add(new Effect.SetRegisters(task.registerSet()));
    session.append(new Frame.Emulated(session.nextEvent(task), task.tid(), at, kind, effects));
    session.limitedRun().traced(task, instruction.isTimeStamp());
    return true;
  }

  /**
   * A time-stamp counter that runs at the CPU's nominal rate. The same as hook.c's, so that time
   * goes on from one to the other: nanoTime is CLOCK_MONOTONIC.
   */
  private long ticks() {
    long now = System.nanoTime();
    long scale = timeScale();
    return Math.multiplyHigh(now, scale) << 32 | now * scale >>> 32;
  }

  /** Ticks of the counter in a nanosecond, times 2^32. */
  long timeScale() {
    if (timeScale == 0) {
      timeScale = (long) (nominalMegahertz() / 1000 * (1L << 32));
    }
    return timeScale;
  }

  private static double nominalMegahertz() {
    // Of many CPUs the file is long, and takes long: only the first is read.
    try (BufferedReader cpus =
        Files.newBufferedReader(Path.of("/proc/cpuinfo"), StandardCharsets.US_ASCII)) {
      for (String line = cpus.readLine(); line != null; line = cpus.readLine()) {
        if (line.startsWith("cpu MHz")) {
          return Double.parseDouble(line.substring(line.indexOf(':') + 1).trim());
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      // any rate serves: programs calibrate it
    }
    return 1000;
  }

  /** Whether there are such instructions in the file, which are replaced where it is mapped. */
  boolean isPatched(ObjectId file) {
    return !sitesIn(file).isEmpty();
  }

  /** Replaces these instructions in code that was just mapped from {@code file} by traps. */
  void patch(
      RecordedTask task,
      long address,
      long length,
      Effect.Backing.FileObject file,
      List<Effect> effects) {
    for (Site site : sitesIn(file.object())) {
      long place = address + site.offset() - file.offset();
      if (site.offset() >= file.offset() && place + site.length() <= address + length) {
        byte[] original = task.memory().read(place, site.length());
        byte[] trap = {(byte) 0xcc};
        if (original != null && task.memory().write(place, trap, 0, 1) == 1) {
          task.process.space.patches.put(place, original);
          effects.add(new Effect.Patch(place, new byte[] {original[0]}, trap));
        }
      }
    }
  }

  private List<Site> sitesIn(ObjectId object) {
    return sites.computeIfAbsent(object, this::find);
  }

  /** Searching a file costs milliseconds a megabyte: what was found is kept beside the objects. */
  private List<Site> find(ObjectId object) {
    if (!session.objects().contains(object)) {
      return List.of(); // the trace has ended
    }
    Path path = session.objects().path(object);
    FileStatus status = FileStatus.of(path.toString());
    IdentityCache cache = session.objects().cache("trap-sites");
    byte[] known = status == null ? null : cache.get(status.identity());
    if (known != null && known.length % Site.BYTES == 0) {
      return Site.decode(known);
    }
    List<Site> found = new ArrayList<>();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      for (TrapSites.Site site :
          TrapSites.find(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()))) {
        found.add(new Site(site.offset(), site.length()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the stored " + object.sha256(), e);
    }
    if (status != null) {
      cache.put(status.identity(), Site.encode(found));
    }
    return found;
  }

  /** An instruction to be replaced: where it is in its file, and its length in bytes. */
  private record Site(long offset, int length) {
    static final int BYTES = Long.BYTES + 1;

    static byte[] encode(List<Site> sites) {
      ByteBuffer bytes = ByteBuffer.allocate(sites.size() * BYTES);
      for (Site site : sites) {
        bytes.putLong(site.offset).put((byte) site.length);
      }
      return bytes.array();
    }

    static List<Site> decode(byte[] bytes) {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      List<Site> sites = new ArrayList<>(bytes.length / BYTES);
      while (from.hasRemaining()) {
        sites.add(new Site(from.getLong(), from.get()));
      }
      return sites;
    }
  }
}
