package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Range;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.List;

/**
 * Calls that write to files: what goes to the recording's standard output or error is echoed by
 * replay, and what goes to a file that is mapped shared is stored in its segment.
 */
final class OutputCalls implements SpecialCall {
  private static final int PWRITE = SyscallTable.numberOf("pwrite64");
  private static final int PWRITEV = SyscallTable.numberOf("pwritev");
  private static final int PWRITEV2 = SyscallTable.numberOf("pwritev2");
  private static final int O_APPEND = 0x400;
  private static final int RWF_APPEND = 0x10;
  private static final int RWF_NOAPPEND = 0x20;
  private static final int FALLOCATE = SyscallTable.numberOf("fallocate");
  private static final int SPLICE = SyscallTable.numberOf("splice");
  private static final int COPY_FILE_RANGE = SyscallTable.numberOf("copy_file_range");

  /** How a call names its output descriptor and where its bytes come from. */
  private record Shape(int outArgument, Source source) {}

  private enum Source {
    /** Argument 1 points to the bytes. */
    BUFFER,
    /** Argument 1 points to iovecs, argument 2 counts them. */
    VECTOR,
    /** Argument 1 points to a msghdr. */
    MESSAGE,
    /** Another descriptor: the bytes are in no memory of the program. */
    DESCRIPTOR,
    /** None: the file's size changes. */
    SIZE
  }

  private final Shape[] shapes = new Shape[600];
  private final RecordSession session;

  OutputCalls(RecordSession session) {
    this.session = session;
    put("write", 0, Source.BUFFER);
    put("pwrite64", 0, Source.BUFFER);
    put("sendto", 0, Source.BUFFER);
    put("writev", 0, Source.VECTOR);
    put("pwritev", 0, Source.VECTOR);
    put("pwritev2", 0, Source.VECTOR);
    put("vmsplice", 0, Source.VECTOR);
    put("sendmsg", 0, Source.MESSAGE);
    put("sendfile", 0, Source.DESCRIPTOR);
    put("tee", 1, Source.DESCRIPTOR);
    put("splice", 2, Source.DESCRIPTOR);
    put("copy_file_range", 2, Source.DESCRIPTOR);
    put("ftruncate", 0, Source.SIZE);
    put("fallocate", 0, Source.SIZE);
    put("truncate", -1, Source.SIZE);
  }

  private void put(String name, int outArgument, Source source) {
    shapes[SyscallTable.numberOf(name)] = new Shape(outArgument, source);
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    Shape shape = shapes[call.number()];
    if (shape.source == Source.DESCRIPTOR && stream(task, call, shape) != 0) {
      FileToStream.prepare(task, call);
    }
  }

  /** Whether the call that {@code task} is in writes to a standard stream. */
  static boolean isEchoed(RecordedTask task) {
    PendingCall call = task.call;
    return call != null
        && call.special instanceof OutputCalls outputs
        && stream(task, call, outputs.shapes[call.number()]) != 0;
  }

  private static int stream(RecordedTask task, PendingCall call, Shape shape) {
    int fd = shape.outArgument < 0 ? -1 : (int) call.argument(shape.outArgument);
    return task.descriptors.get(fd) instanceof Descriptors.Target.Stream stream
        ? stream.number()
        : 0;
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    Shape shape = shapes[call.number()];
    if (result < 0 || result == 0 && shape.source != Source.SIZE) {
      if (call.note instanceof FileToStream source) {
        source.close();
      }
      return;
    }
    int stream = shape.source == Source.SIZE ? 0 : stream(task, call, shape);
    if (call.note instanceof FileToStream source) {
      effects.add(source.moved(stream, result));
    } else if (stream != 0) {
      effects.add(new Effect.EchoMemory(stream, ranges(task, call, shape, result)));
    }
    int out = shape.outArgument < 0 ? -1 : (int) call.argument(shape.outArgument);
    if (task.descriptors.get(out) instanceof Descriptors.Target.Memory memory) {
      long offset = offset(task, call);
      long start = offset >= 0 ? offset : SharedSegments.position(task, out) - result;
      RecordedTask target = session.task(memory.process());
      if (target != null) {
        OtherTasks.wrote(target, List.of(new Range(start, result)), effects);
      }
    }
    SharedSegments segments = session.segments();
    if (!segments.hasFiles()) {
      return;
    }
    if (shape.outArgument < 0) {
      segments.truncated(task, task.memory().readString(call.argument(0), 4000), effects);
      return;
    }
    segments.written(task, out, offset(task, call), length(call, shape, result), effects);
  }

  /** Where the call wrote, if it says so; else one of {@link SharedSegments}' places. */
  private static long offset(RecordedTask task, PendingCall call) {
    int number = call.number();
    if (number == PWRITE || number == PWRITEV || number == PWRITEV2) {
      // pwrite(2), BUGS: a descriptor that appends does so wherever the call wants to write.
      long flags = number == PWRITEV2 ? call.argument(5) : 0;
      boolean appends =
          (flags & RWF_APPEND) != 0
              || (flags & RWF_NOAPPEND) == 0
                  && (SharedSegments.flags(task, (int) call.argument(0)) & O_APPEND) != 0;
      long offset = call.argument(3);
      return offset == SharedSegments.AT_POSITION || !appends ? offset : SharedSegments.AT_END;
    }
    if (number == FALLOCATE) {
      return call.argument(2);
    }
    boolean ownOffset = number == SPLICE || number == COPY_FILE_RANGE;
    if (ownOffset && call.argument(3) != 0) {
      return task.memory().word(call.argument(3)) - task.task.registers().rax();
    }
    return SharedSegments.AT_POSITION;
  }

  private static long length(PendingCall call, Shape shape, long result) {
    if (shape.source != Source.SIZE) {
      return result;
    }
    return call.number() == FALLOCATE ? call.argument(3) : 0;
  }

  private static List<Range> ranges(RecordedTask task, PendingCall call, Shape shape, long result) {
    TraceeMemory memory = task.memory();
    long buffer = call.argument(1);
    if (shape.source == Source.BUFFER) {
      return List.of(new Range(buffer, result));
    }
    long vector = shape.source == Source.MESSAGE ? memory.word(buffer + 16) : buffer;
    long count = shape.source == Source.MESSAGE ? memory.word(buffer + 24) : call.argument(2);
    return OtherTasks.ranges(memory, vector, count, result);
  }
}
