package dev.jrr.trace;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where frames are read from: the mirror of {@link FrameOutput}. Never believes a length: what it
 * allocates is bounded by what is really there. Anything that makes no sense is an unchecked
 * exception, which {@link FrameCursor} turns into {@link TraceException.Corrupt}.
 */
final class FrameInput extends Input {
  /** Gives the long byte strings, in the order in which the frames name them. */
  interface DataSource {
    byte[] read(int length);
  }

  private final Kryo kryo;
  private final CodecState state = new CodecState();
  private final DataSource data;
  private long event;

  FrameInput(Kryo kryo, DataSource data) {
    this.kryo = kryo;
    this.data = data;
  }

  /** Begins a chunk of {@code length} bytes, whose first frame has the event {@code first}. */
  void beginChunk(byte[] chunk, int length, long first) {
    setBuffer(chunk, 0, length);
    state.clear();
    event = first;
  }

  Frame frame() {
    Frame frame = (Frame) kryo.readClassAndObject(this);
    if (frame == null) {
      throw new IllegalArgumentException("no frame where one must be");
    }
    event++;
    return frame;
  }

  /** The event of the frame being read. */
  long event() {
    return event;
  }

  /** Reads the frame's task, which its registers then belong to. */
  int task() {
    state.task = count();
    return state.task;
  }

  int count() {
    return readVarInt(true);
  }

  long size() {
    return readVarLong(true);
  }

  long number() {
    return readVarLong(false);
  }

  long address() {
    state.lastAddress += readVarLong(false);
    return state.lastAddress;
  }

  byte[] bytes() {
    return bytes(count());
  }

  private byte[] bytes(int length) {
    if (length < 0 || length > ChunkDescriptor.MAX_BYTES_LENGTH) {
      throw new IllegalArgumentException("a length of " + length + " bytes");
    }
    return length <= ChunkDescriptor.MAX_INLINE_LENGTH ? readBytes(length) : data.read(length);
  }

  String text() {
    int code = count();
    return Fields.text(code, bytes(Fields.textLength(code)));
  }

  List<String> texts() {
    int count = things();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return Collections.unmodifiableList(texts);
  }

  /** How many things follow: each takes a byte at least, so never more than there are bytes. */
  int things() {
    int count = count();
    if (count < 0 || count > limit() - position()) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return count;
  }

  ObjectId object() {
    return ObjectId.of(readBytes(ObjectId.LENGTH));
  }

  RegisterSet registers() {
    return registers(state.task);
  }

  RegisterSet registers(int ofTask) {
    int changed = count();
    if (changed >>> RegisterSet.COUNT != 0) {
      throw new IllegalArgumentException("a mask of registers that do not exist");
    }
    long[] words = state.lastRegisters().clone();
    for (int i = 0; i < RegisterSet.COUNT; i++) {
      if ((changed & 1 << i) != 0) {
        words[i] += readVarLong(false);
      }
    }
    System.arraycopy(words, 0, state.keptRegisters(ofTask), 0, words.length);
    return RegisterSet.wrap(words);
  }

  @Nullable RegisterSet registersOrNone() {
    return readBoolean() ? registers() : null;
  }

  List<Effect> effects() {
    int count = things();
    if (count == 0) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      Effect effect = (Effect) kryo.readClassAndObject(this);
      if (effect == null) {
        throw new IllegalArgumentException("no effect where one must be");
      }
      effects.add(effect);
    }
    return Collections.unmodifiableList(effects);
  }

  List<Effect> effectsOf(int ofTask) {
    int task = state.task;
    state.task = ofTask;
    List<Effect> effects = effects();
    state.task = task;
    return effects;
  }

  Effect.Backing backing() {
    Effect.Backing backing = (Effect.Backing) kryo.readClassAndObject(this);
    if (backing == null) {
      throw new IllegalArgumentException("a mapping of nothing");
    }
    return backing;
  }
}
