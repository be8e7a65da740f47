package dev.jrr.trace;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where frames are written: a growing buffer, with words for what frames are made of. */
final class FrameOutput extends Output {
  /** Takes the long byte strings, in the order in which the frames name them. */
  interface DataSink {
    void write(byte[] bytes);
  }

  private final Kryo kryo;
  private final CodecState state = new CodecState();
  private final DataSink data;

  FrameOutput(Kryo kryo, int initialLength, DataSink data) {
    super(initialLength, ChunkDescriptor.MAX_FRAMES_LENGTH);
    this.kryo = kryo;
    this.data = data;
  }

  /** Empties the buffer for the next chunk. */
  void beginChunk() {
    reset();
    state.clear();
  }

  void frame(Frame frame) {
    state.task = frame.task();
    kryo.writeClassAndObject(this, frame);
  }

  /** An int that is mostly small and not negative. */
  void count(int value) {
    writeVarInt(value, true);
  }

  /** A size or offset: mostly small and not negative. */
  void size(long value) {
    writeVarLong(value, true);
  }

  /** A number that is as likely negative. */
  void number(long value) {
    writeVarLong(value, false);
  }

  /** An address, as the distance from the last one. */
  void address(long value) {
    writeVarLong(value - state.lastAddress, false);
    state.lastAddress = value;
  }

  void bytes(byte[] bytes) {
    count(bytes.length);
    if (bytes.length <= ChunkDescriptor.MAX_INLINE_LENGTH) {
      writeBytes(bytes, 0, bytes.length);
    } else {
      data.write(bytes);
    }
  }

  void text(String text) {
    byte[] bytes = Fields.textBytes(text);
    count(Fields.textCode(text, bytes));
    if (bytes.length <= ChunkDescriptor.MAX_INLINE_LENGTH) {
      writeBytes(bytes, 0, bytes.length);
    } else {
      data.write(bytes);
    }
  }

  void texts(List<String> texts) {
    count(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      text(texts.get(i));
    }
  }

  void object(ObjectId id) {
    writeBytes(id.toBytes(), 0, ObjectId.LENGTH);
  }

  /** The registers of the frame's own task. */
  void registers(RegisterSet registers) {
    registers(state.task, registers);
  }

  /**
   * The registers of {@code ofTask} as a mask of the words that differ from the last ones of the
   * frame's task, and the differences.
   */
  void registers(int ofTask, RegisterSet registers) {
    long[] last = state.lastRegisters();
    int changed = 0;
    for (int i = 0; i < RegisterSet.COUNT; i++) {
      if (registers.word(i) != last[i]) {
        changed |= 1 << i;
      }
    }
    writeVarInt(changed, true);
    long[] kept = state.keptRegisters(ofTask);
    for (int i = 0; i < RegisterSet.COUNT; i++) {
      long word = registers.word(i);
      if ((changed & 1 << i) != 0) {
        writeVarLong(word - last[i], false);
      }
      kept[i] = word;
    }
  }

  void registersOrNone(@Nullable RegisterSet registers) {
    writeBoolean(registers != null);
    if (registers != null) {
      registers(registers);
    }
  }

  void effects(List<Effect> effects) {
    count(effects.size());
    for (int i = 0; i < effects.size(); i++) {
      kryo.writeClassAndObject(this, effects.get(i));
    }
  }

  /** Effects on another task than the frame's. */
  void effectsOf(int ofTask, List<Effect> effects) {
    int task = state.task;
    state.task = ofTask;
    effects(effects);
    state.task = task;
  }

  void backing(Effect.Backing backing) {
    kryo.writeClassAndObject(this, backing);
  }
}
