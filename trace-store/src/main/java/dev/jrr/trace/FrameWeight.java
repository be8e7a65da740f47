package dev.jrr.trace;

import java.util.List;

/** About how many bytes of the heap a frame holds while it waits to be written. */
final class FrameWeight {
  /** A frame with one set of registers, and its lists. */
  private static final int FRAME = 400;

  /** An effect without its bytes. */
  private static final int EFFECT = 64;

  /** An effect with a set of registers. */
  private static final int REGISTERS = 320;

  private FrameWeight() {}

  static long of(Frame frame) {
    long weight = FRAME;
    if (frame instanceof Frame.Exec exec) {
      weight += 100L * (exec.arguments().size() + exec.environment().size());
    } else if (frame instanceof Frame.AsyncPoint point) {
      weight += REGISTERS + point.contents().length + 8L * point.lines().length;
      weight += 16L * point.changed().length;
    } else if (frame instanceof Frame.Records records) {
      weight += records.bytes().length;
    }
    return weight + of(frame.effects());
  }

  private static long of(List<Effect> effects) {
    long weight = 0;
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      weight += EFFECT;
      if (effect instanceof Effect.WriteMemory write) {
        weight += write.bytes().length;
      } else if (effect instanceof Effect.SetRegisters) {
        weight += REGISTERS;
      } else if (effect instanceof Effect.SetVectorState vector) {
        weight += vector.xsave().length;
      } else if (effect instanceof Effect.EchoBytes echo) {
        weight += echo.bytes().length;
      } else if (effect instanceof Effect.WriteShared write) {
        weight += write.bytes().length;
      } else if (effect instanceof Effect.Spawn spawn) {
        weight += REGISTERS + of(spawn.effects());
      }
    }
    return weight;
  }
}
