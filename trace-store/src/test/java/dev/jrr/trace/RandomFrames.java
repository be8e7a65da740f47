package dev.jrr.trace;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Frames of every kind, from a seed, and a text of each that says everything in it. */
final class RandomFrames {
  static final int FRAME_KINDS = 11;
  static final int EFFECT_KINDS = 18;

  private static final String[] TEXTS = {
    "",
    "/usr/bin/true",
    "caf\u00e9",
    "\ud83d\ude00 and \u4e2d",
    "\udc80lone",
    "x".repeat(65),
    "\u0394".repeat(200)
  };

  private final Random random;
  private final int largest;

  /** Byte strings have up to {@code largest} bytes. */
  RandomFrames(long seed, int largest) {
    this.random = new Random(seed);
    this.largest = largest;
  }

  List<Frame> frames(int count) {
    List<Frame> frames = new ArrayList<>();
    for (int event = 1; event <= count; event++) {
      frames.add(frame(event, event <= FRAME_KINDS ? event - 1 : random.nextInt(FRAME_KINDS)));
    }
    return frames;
  }

  Frame frame(long event, int kind) {
    int task = 1000 + random.nextInt(3);
    return switch (kind) {
      case 0 ->
          new Frame.Exec(
              event,
              task,
              task,
              random.nextBoolean() ? null : registers(),
              text(),
              texts(),
              texts(),
              bytes(),
              allEffects());
      case 1 ->
          new Frame.Syscall(
              event, task, registers(), random.nextInt(), random.nextLong(), effects());
      case 2 -> new Frame.SyscallEnter(event, task, registers(), random.nextInt(), effects());
      case 3 -> new Frame.SyscallExit(event, task, random.nextInt(500), -514, effects());
      case 4 ->
          new Frame.Signal(
              event,
              task,
              registers(),
              1 + random.nextInt(64),
              bytes(128),
              one(Frame.Arrival.values()),
              one(Frame.Disposition.values()),
              effects());
      case 5 ->
          new Frame.Emulated(event, task, registers(), one(Frame.Instruction.values()), effects());
      case 6 ->
          new Frame.Exit(event, task, random.nextBoolean() ? null : registers(), 0x8b, effects());
      case 7 ->
          new Frame.AsyncPoint(
              event,
              task,
              registers(),
              bytes(16),
              bytes(256),
              new long[] {random.nextLong(), random.nextLong()},
              bytes(128),
              new long[] {random.nextLong(), random.nextLong(), random.nextLong()},
              new long[] {random.nextLong(), 0, random.nextLong()});
      case 8 -> new Frame.Records(event, task, random.nextInt(9), bytes());
      case 9 -> new Frame.HookStop(event, task, registers());
      case 10 -> new Frame.Outputs(event, task, effects());
      default -> throw new AssertionError(kind);
    };
  }

  private List<Effect> allEffects() {
    List<Effect> effects = new ArrayList<>();
    for (int kind = 0; kind < EFFECT_KINDS; kind++) {
      effects.add(effect(kind));
    }
    return effects;
  }

  private List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      effects.add(effect(random.nextInt(EFFECT_KINDS)));
    }
    return effects;
  }

  private Effect effect(int kind) {
    long address = random.nextLong();
    long length = random.nextInt(1 << 20);
    return switch (kind) {
      case 0 -> new Effect.WriteMemory(address, bytes());
      case 1 -> new Effect.Map(address, length, 5, 0x32, backing(), text());
      case 2 -> new Effect.Unmap(address, length);
      case 3 -> new Effect.Protect(address, length, 7);
      case 4 -> new Effect.Move(address, length, random.nextLong(), 2 * length, 3);
      case 5 -> new Effect.Advise(address, length, -1);
      case 6 -> new Effect.CreateShared(3, length, random.nextBoolean() ? object() : null);
      case 7 -> new Effect.ResizeShared(3, length);
      case 8 -> new Effect.WriteShared(3, length, bytes());
      case 9 ->
          new Effect.Spawn(
              1001,
              1000,
              random.nextBoolean(),
              registers(),
              List.of(
                  new Effect.SetRegisters(registers()), new Effect.WriteMemory(address, bytes())));
      case 10 -> new Effect.SetRegisters(registers());
      case 11 -> new Effect.SetVectorState(bytes(832));
      case 12 -> new Effect.Patch(address, bytes(5), bytes(5));
      case 13 ->
          new Effect.EchoMemory(
              1, List.of(new Effect.Range(address, 9), new Effect.Range(address + 64, length)));
      case 14 -> new Effect.EchoBytes(2, bytes());
      case 15 -> new Effect.Rename(text());
      case 16 -> new Effect.InTask(1001, List.of(new Effect.WriteMemory(address, bytes())));
      case 17 -> new Effect.StackLimit(address);
      default -> throw new AssertionError(kind);
    };
  }

  private Effect.Backing backing() {
    return switch (random.nextInt(3)) {
      case 0 -> new Effect.Backing.Anonymous();
      case 1 -> new Effect.Backing.FileObject(object(), 4096L * random.nextInt());
      default -> new Effect.Backing.Shared(random.nextInt(9), 8192);
    };
  }

  private ObjectId object() {
    return ObjectId.of(bytes(32));
  }

  RegisterSet registers() {
    long[] words = new long[RegisterSet.COUNT];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextBoolean() ? random.nextLong() : random.nextInt(3) - 1;
    }
    return RegisterSet.copyOf(words);
  }

  private byte[] bytes() {
    return bytes(random.nextInt(largest + 1));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Everything that is in {@code frames}, a text each. */
  static List<String> texts(List<Frame> frames) {
    List<String> texts = new ArrayList<>();
    for (Frame frame : frames) {
      texts.add(text(frame));
    }
    return texts;
  }

  static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return java.util.HexFormat.of().formatHex(bytes);
    }
    if (value instanceof long[] words) {
      return java.util.Arrays.toString(words);
    }
    if (value instanceof List<?> list) {
      StringJoiner joiner = new StringJoiner(", ", "[", "]");
      for (Object item : list) {
        joiner.add(text(item));
      }
      return joiner.toString();
    }
    if (!(value instanceof Record)) {
      return String.valueOf(value);
    }
    StringJoiner joiner = new StringJoiner(", ", value.getClass().getSimpleName() + "(", ")");
    try {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        joiner.add(component.getName() + "=" + text(component.getAccessor().invoke(value)));
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return joiner.toString();
  }
}
