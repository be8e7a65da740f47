package dev.jrr.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The coders of effects and of what backs mappings; the order of the calls is that on disk. */
final class EffectCoders {
  private EffectCoders() {}

  static final class OfWriteMemory extends Coder<Effect.WriteMemory> {
    @Override
    void put(FrameOutput to, Effect.WriteMemory it) {
      to.address(it.address());
      to.bytes(it.bytes());
    }

    @Override
    Effect.WriteMemory get(FrameInput from) {
      return new Effect.WriteMemory(from.address(), from.bytes());
    }
  }

  static final class OfMap extends Coder<Effect.Map> {
    @Override
    void put(FrameOutput to, Effect.Map it) {
      to.address(it.address());
      to.size(it.length());
      to.count(it.protection());
      to.count(it.flags());
      to.backing(it.backing());
      to.text(it.name());
    }

    @Override
    Effect.Map get(FrameInput from) {
      return new Effect.Map(
          from.address(), from.size(), from.count(), from.count(), from.backing(), from.text());
    }
  }

  static final class OfUnmap extends Coder<Effect.Unmap> {
    @Override
    void put(FrameOutput to, Effect.Unmap it) {
      to.address(it.address());
      to.size(it.length());
    }

    @Override
    Effect.Unmap get(FrameInput from) {
      return new Effect.Unmap(from.address(), from.size());
    }
  }

  static final class OfProtect extends Coder<Effect.Protect> {
    @Override
    void put(FrameOutput to, Effect.Protect it) {
      to.address(it.address());
      to.size(it.length());
      to.count(it.protection());
    }

    @Override
    Effect.Protect get(FrameInput from) {
      return new Effect.Protect(from.address(), from.size(), from.count());
    }
  }

  static final class OfMove extends Coder<Effect.Move> {
    @Override
    void put(FrameOutput to, Effect.Move it) {
      to.address(it.from());
      to.size(it.oldLength());
      to.address(it.to());
      to.size(it.newLength());
      to.count(it.flags());
    }

    @Override
    Effect.Move get(FrameInput from) {
      return new Effect.Move(
          from.address(), from.size(), from.address(), from.size(), from.count());
    }
  }

  static final class OfAdvise extends Coder<Effect.Advise> {
    @Override
    void put(FrameOutput to, Effect.Advise it) {
      to.address(it.address());
      to.size(it.length());
      to.count(it.advice());
    }

    @Override
    Effect.Advise get(FrameInput from) {
      return new Effect.Advise(from.address(), from.size(), from.count());
    }
  }

  static final class OfCreateShared extends Coder<Effect.CreateShared> {
    @Override
    void put(FrameOutput to, Effect.CreateShared it) {
      to.count(it.segment());
      to.size(it.length());
      ObjectId initial = it.initial();
      to.writeBoolean(initial != null);
      if (initial != null) {
        to.object(initial);
      }
    }

    @Override
    Effect.CreateShared get(FrameInput from) {
      return new Effect.CreateShared(
          from.count(), from.size(), from.readBoolean() ? from.object() : null);
    }
  }

  static final class OfResizeShared extends Coder<Effect.ResizeShared> {
    @Override
    void put(FrameOutput to, Effect.ResizeShared it) {
      to.count(it.segment());
      to.size(it.length());
    }

    @Override
    Effect.ResizeShared get(FrameInput from) {
      return new Effect.ResizeShared(from.count(), from.size());
    }
  }

  static final class OfWriteShared extends Coder<Effect.WriteShared> {
    @Override
    void put(FrameOutput to, Effect.WriteShared it) {
      to.count(it.segment());
      to.size(it.offset());
      to.bytes(it.bytes());
    }

    @Override
    Effect.WriteShared get(FrameInput from) {
      return new Effect.WriteShared(from.count(), from.size(), from.bytes());
    }
  }

  static final class OfSpawn extends Coder<Effect.Spawn> {
    @Override
    void put(FrameOutput to, Effect.Spawn it) {
      to.count(it.task());
      to.count(it.process());
      to.writeBoolean(it.sharesMemory());
      to.registers(it.task(), it.registers());
      to.effectsOf(it.task(), it.effects());
    }

    @Override
    Effect.Spawn get(FrameInput from) {
      int task = from.count();
      return new Effect.Spawn(
          task, from.count(), from.readBoolean(), from.registers(task), from.effectsOf(task));
    }
  }

  static final class OfSetRegisters extends Coder<Effect.SetRegisters> {
    @Override
    void put(FrameOutput to, Effect.SetRegisters it) {
      to.registers(it.registers());
    }

    @Override
    Effect.SetRegisters get(FrameInput from) {
      return new Effect.SetRegisters(from.registers());
    }
  }

  static final class OfSetVectorState extends Coder<Effect.SetVectorState> {
    @Override
    void put(FrameOutput to, Effect.SetVectorState it) {
      to.bytes(it.xsave());
    }

    @Override
    Effect.SetVectorState get(FrameInput from) {
      return new Effect.SetVectorState(from.bytes());
    }
  }

  static final class OfPatch extends Coder<Effect.Patch> {
    @Override
    void put(FrameOutput to, Effect.Patch it) {
      to.address(it.address());
      to.bytes(it.original());
      to.bytes(it.replacement());
    }

    @Override
    Effect.Patch get(FrameInput from) {
      return new Effect.Patch(from.address(), from.bytes(), from.bytes());
    }
  }

  static final class OfEchoMemory extends Coder<Effect.EchoMemory> {
    @Override
    void put(FrameOutput to, Effect.EchoMemory it) {
      to.count(it.stream());
      to.count(it.ranges().size());
      for (int i = 0; i < it.ranges().size(); i++) {
        Effect.Range range = it.ranges().get(i);
        to.address(range.address());
        to.size(range.length());
      }
    }

    @Override
    Effect.EchoMemory get(FrameInput from) {
      int stream = from.count();
      int count = from.things();
      List<Effect.Range> ranges = new ArrayList<>(Math.min(count, 1024));
      for (int i = 0; i < count; i++) {
        ranges.add(new Effect.Range(from.address(), from.size()));
      }
      return new Effect.EchoMemory(stream, Collections.unmodifiableList(ranges));
    }
  }

  static final class OfEchoBytes extends Coder<Effect.EchoBytes> {
    @Override
    void put(FrameOutput to, Effect.EchoBytes it) {
      to.count(it.stream());
      to.bytes(it.bytes());
    }

    @Override
    Effect.EchoBytes get(FrameInput from) {
      return new Effect.EchoBytes(from.count(), from.bytes());
    }
  }

  static final class OfRename extends Coder<Effect.Rename> {
    @Override
    void put(FrameOutput to, Effect.Rename it) {
      to.text(it.name());
    }

    @Override
    Effect.Rename get(FrameInput from) {
      return new Effect.Rename(from.text());
    }
  }

  static final class OfInTask extends Coder<Effect.InTask> {
    @Override
    void put(FrameOutput to, Effect.InTask it) {
      to.count(it.task());
      to.effectsOf(it.task(), it.effects());
    }

    @Override
    Effect.InTask get(FrameInput from) {
      int task = from.count();
      return new Effect.InTask(task, from.effectsOf(task));
    }
  }

  static final class OfStackLimit extends Coder<Effect.StackLimit> {
    @Override
    void put(FrameOutput to, Effect.StackLimit it) {
      to.address(it.bytes());
    }

    @Override
    Effect.StackLimit get(FrameInput from) {
      return new Effect.StackLimit(from.address());
    }
  }

  static final class OfAnonymous extends Coder<Effect.Backing.Anonymous> {
    private static final Effect.Backing.Anonymous ANONYMOUS = new Effect.Backing.Anonymous();

    @Override
    void put(FrameOutput to, Effect.Backing.Anonymous it) {}

    @Override
    Effect.Backing.Anonymous get(FrameInput from) {
      return ANONYMOUS;
    }
  }

  static final class OfFileObject extends Coder<Effect.Backing.FileObject> {
    @Override
    void put(FrameOutput to, Effect.Backing.FileObject it) {
      to.object(it.object());
      to.size(it.offset());
    }

    @Override
    Effect.Backing.FileObject get(FrameInput from) {
      return new Effect.Backing.FileObject(from.object(), from.size());
    }
  }

  static final class OfShared extends Coder<Effect.Backing.Shared> {
    @Override
    void put(FrameOutput to, Effect.Backing.Shared it) {
      to.count(it.segment());
      to.size(it.offset());
    }

    @Override
    Effect.Backing.Shared get(FrameInput from) {
      return new Effect.Backing.Shared(from.count(), from.size());
    }
  }
}
