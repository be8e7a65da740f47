package dev.jrr.trace;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** How one kind of frame, effect or backing is written and read. Keeps nothing between calls. */
abstract class Coder<T> extends Serializer<T> {
  Coder() {
    super(false, true);
  }

  abstract void put(FrameOutput to, T value);

  abstract T get(FrameInput from);

  @Override
  public final void write(Kryo kryo, Output output, T value) {
    put((FrameOutput) output, value);
  }

  @Override
  public final T read(Kryo kryo, Input input, Class<? extends T> type) {
    return get((FrameInput) input);
  }
}
