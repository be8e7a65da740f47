package dev.jrr.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coders of frames. Events are not written: they are dense, and a chunk says its first. The
 * order of the calls is the order on disk.
 */
final class FrameCoders {
  /** On disk an arrival is its place in this table. */
  private static final Frame.Arrival[] ARRIVALS = {
    Frame.Arrival.HERE, Frame.Arrival.FAULT, Frame.Arrival.BEFORE_SYSCALL
  };

  /** On disk a disposition is its place in this table. */
  private static final Frame.Disposition[] DISPOSITIONS = {
    Frame.Disposition.HANDLER,
    Frame.Disposition.IGNORED,
    Frame.Disposition.STOPPED,
    Frame.Disposition.TERMINATED
  };

  /** On disk an instruction is its place in this table. */
  private static final Frame.Instruction[] INSTRUCTIONS = {
    Frame.Instruction.RDTSC,
    Frame.Instruction.RDTSCP,
    Frame.Instruction.RDRAND,
    Frame.Instruction.RDSEED,
    Frame.Instruction.RDPID,
    Frame.Instruction.MOVED
  };

  private FrameCoders() {}

  private static void putPlace(FrameOutput to, Enum<?> value, Enum<?>[] table) {
    for (int i = 0; i < table.length; i++) {
      if (table[i] == value) {
        to.count(i);
        return;
      }
    }
    throw new IllegalArgumentException(value + " has no number in the format");
  }

  static final class OfExec extends Coder<Frame.Exec> {
    @Override
    void put(FrameOutput to, Frame.Exec it) {
      to.count(it.task());
      to.count(it.process());
      to.registersOrNone(it.at());
      to.text(it.executable());
      to.texts(it.arguments());
      to.texts(it.environment());
      to.bytes(it.auxv());
      to.effects(it.effects());
    }

    @Override
    Frame.Exec get(FrameInput from) {
      return new Frame.Exec(
          from.event(),
          from.task(),
          from.count(),
          from.registersOrNone(),
          from.text(),
          from.texts(),
          from.texts(),
          from.bytes(),
          from.effects());
    }
  }

  static final class OfSyscall extends Coder<Frame.Syscall> {
    @Override
    void put(FrameOutput to, Frame.Syscall it) {
      to.count(it.task());
      to.registers(it.at());
      to.writeInt(it.inputDigest());
      to.number(it.result());
      to.effects(it.effects());
    }

    @Override
    Frame.Syscall get(FrameInput from) {
      return new Frame.Syscall(
          from.event(),
          from.task(),
          from.registers(),
          from.readInt(),
          from.number(),
          from.effects());
    }
  }

  static final class OfSyscallEnter extends Coder<Frame.SyscallEnter> {
    @Override
    void put(FrameOutput to, Frame.SyscallEnter it) {
      to.count(it.task());
      to.registers(it.at());
      to.writeInt(it.inputDigest());
      to.effects(it.effects());
    }

    @Override
    Frame.SyscallEnter get(FrameInput from) {
      return new Frame.SyscallEnter(
          from.event(), from.task(), from.registers(), from.readInt(), from.effects());
    }
  }

  static final class OfSyscallExit extends Coder<Frame.SyscallExit> {
    @Override
    void put(FrameOutput to, Frame.SyscallExit it) {
      to.count(it.task());
      to.count(it.number());
      to.number(it.result());
      to.effects(it.effects());
    }

    @Override
    Frame.SyscallExit get(FrameInput from) {
      return new Frame.SyscallExit(
          from.event(), from.task(), from.count(), from.number(), from.effects());
    }
  }

  static final class OfSignal extends Coder<Frame.Signal> {
    @Override
    void put(FrameOutput to, Frame.Signal it) {
      to.count(it.task());
      to.registers(it.at());
      to.count(it.signal());
      to.bytes(it.siginfo());
      putPlace(to, it.arrival(), ARRIVALS);
      putPlace(to, it.disposition(), DISPOSITIONS);
      to.effects(it.effects());
    }

    @Override
    Frame.Signal get(FrameInput from) {
      return new Frame.Signal(
          from.event(),
          from.task(),
          from.registers(),
          from.count(),
          from.bytes(),
          ARRIVALS[from.count()],
          DISPOSITIONS[from.count()],
          from.effects());
    }
  }

  static final class OfEmulated extends Coder<Frame.Emulated> {
    @Override
    void put(FrameOutput to, Frame.Emulated it) {
      to.count(it.task());
      to.registers(it.at());
      putPlace(to, it.instruction(), INSTRUCTIONS);
      to.effects(it.effects());
    }

    @Override
    Frame.Emulated get(FrameInput from) {
      return new Frame.Emulated(
          from.event(), from.task(), from.registers(), INSTRUCTIONS[from.count()], from.effects());
    }
  }

  static final class OfAsyncPoint extends Coder<Frame.AsyncPoint> {
    @Override
    void put(FrameOutput to, Frame.AsyncPoint it) {
      to.count(it.task());
      to.registers(it.at());
      to.bytes(it.code());
      to.bytes(it.vectors());
      to.count(it.lines().length);
      for (long line : it.lines()) {
        to.address(line);
      }
      to.bytes(it.contents());
      to.count(it.changed().length);
      for (int index = 0; index < it.changed().length; index++) {
        to.address(it.changed()[index]);
        to.number(it.values()[index]);
      }
    }

    @Override
    Frame.AsyncPoint get(FrameInput from) {
      long event = from.event();
      int task = from.task();
      RegisterSet at = from.registers();
      byte[] code = from.bytes();
      byte[] vectors = from.bytes();
      long[] lines = addresses(from, null);
      byte[] contents = from.bytes();
      List<Long> values = new ArrayList<>();
      long[] changed = addresses(from, values);
      return new Frame.AsyncPoint(
          event,
          task,
          at,
          code,
          vectors,
          lines,
          contents,
          changed,
          values.stream().mapToLong(Long::longValue).toArray());
    }

    /** So many addresses as the count before them says, each followed by a value if wanted. */
    private static long[] addresses(FrameInput from, @Nullable List<Long> values) {
      int count = from.things();
      long[] addresses = new long[Math.min(count, 1024)];
      for (int index = 0; index < count; index++) {
        if (index == addresses.length) {
          addresses = Arrays.copyOf(addresses, Math.min(count, 2 * addresses.length));
        }
        addresses[index] = from.address();
        if (values != null) {
          values.add(from.number());
        }
      }
      return addresses;
    }
  }

  static final class OfRecords extends Coder<Frame.Records> {
    @Override
    void put(FrameOutput to, Frame.Records it) {
      to.count(it.task());
      to.count(it.count());
      to.bytes(it.bytes());
    }

    @Override
    Frame.Records get(FrameInput from) {
      return new Frame.Records(from.event(), from.task(), from.count(), from.bytes());
    }
  }

  static final class OfOutputs extends Coder<Frame.Outputs> {
    @Override
    void put(FrameOutput to, Frame.Outputs it) {
      to.count(it.task());
      to.effects(it.effects());
    }

    @Override
    Frame.Outputs get(FrameInput from) {
      return new Frame.Outputs(from.event(), from.task(), from.effects());
    }
  }

  static final class OfHookStop extends Coder<Frame.HookStop> {
    @Override
    void put(FrameOutput to, Frame.HookStop it) {
      to.count(it.task());
      to.registers(it.at());
    }

    @Override
    Frame.HookStop get(FrameInput from) {
      return new Frame.HookStop(from.event(), from.task(), from.registers());
    }
  }

  static final class OfExit extends Coder<Frame.Exit> {
    @Override
    void put(FrameOutput to, Frame.Exit it) {
      to.count(it.task());
      to.registersOrNone(it.at());
      to.count(it.waitStatus());
      to.effects(it.effects());
    }

    @Override
    Frame.Exit get(FrameInput from) {
      return new Frame.Exit(
          from.event(), from.task(), from.registersOrNone(), from.count(), from.effects());
    }
  }
}
