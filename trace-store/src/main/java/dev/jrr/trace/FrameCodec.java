package dev.jrr.trace;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.DefaultClassResolver;

/**
 * The table of everything that may be in a trace: each class, its number on disk and its coder.
 * Numbers are never reused; a new kind takes a new number and a required-feature bit.
 */
final class FrameCodec {
  /** Frame, effect, its backing; a spawned task's effects may spawn in turn, though none does. */
  private static final int MAX_DEPTH = 16;

  private FrameCodec() {}

  /** A Kryo that writes and reads the classes of the table and nothing else. */
  static Kryo newKryo() {
    Kryo kryo = new Kryo(new RegisteredOnly(), null);
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setAutoReset(false);
    kryo.setMaxDepth(MAX_DEPTH);
    kryo.register(Frame.Exec.class, new FrameCoders.OfExec(), 16);
    kryo.register(Frame.Syscall.class, new FrameCoders.OfSyscall(), 17);
    kryo.register(Frame.SyscallEnter.class, new FrameCoders.OfSyscallEnter(), 18);
    kryo.register(Frame.SyscallExit.class, new FrameCoders.OfSyscallExit(), 19);
    kryo.register(Frame.Signal.class, new FrameCoders.OfSignal(), 20);
    kryo.register(Frame.Emulated.class, new FrameCoders.OfEmulated(), 21);
    kryo.register(Frame.Exit.class, new FrameCoders.OfExit(), 22);
    kryo.register(Frame.AsyncPoint.class, new FrameCoders.OfAsyncPoint(), 23);
    kryo.register(Frame.Records.class, new FrameCoders.OfRecords(), 24);
    kryo.register(Frame.HookStop.class, new FrameCoders.OfHookStop(), 25);
    kryo.register(Frame.Outputs.class, new FrameCoders.OfOutputs(), 26);
    kryo.register(Effect.WriteMemory.class, new EffectCoders.OfWriteMemory(), 32);
    kryo.register(Effect.Map.class, new EffectCoders.OfMap(), 33);
    kryo.register(Effect.Unmap.class, new EffectCoders.OfUnmap(), 34);
    kryo.register(Effect.Protect.class, new EffectCoders.OfProtect(), 35);
    kryo.register(Effect.Move.class, new EffectCoders.OfMove(), 36);
    kryo.register(Effect.Advise.class, new EffectCoders.OfAdvise(), 37);
    kryo.register(Effect.CreateShared.class, new EffectCoders.OfCreateShared(), 38);
    kryo.register(Effect.ResizeShared.class, new EffectCoders.OfResizeShared(), 39);
    kryo.register(Effect.WriteShared.class, new EffectCoders.OfWriteShared(), 40);
    kryo.register(Effect.Spawn.class, new EffectCoders.OfSpawn(), 41);
    kryo.register(Effect.SetRegisters.class, new EffectCoders.OfSetRegisters(), 42);
    kryo.register(Effect.SetVectorState.class, new EffectCoders.OfSetVectorState(), 43);
    kryo.register(Effect.Patch.class, new EffectCoders.OfPatch(), 44);
    kryo.register(Effect.EchoMemory.class, new EffectCoders.OfEchoMemory(), 45);
    kryo.register(Effect.EchoBytes.class, new EffectCoders.OfEchoBytes(), 46);
    kryo.register(Effect.Rename.class, new EffectCoders.OfRename(), 47);
    kryo.register(Effect.InTask.class, new EffectCoders.OfInTask(), 48);
    kryo.register(Effect.StackLimit.class, new EffectCoders.OfStackLimit(), 49);
    kryo.register(Effect.Backing.Anonymous.class, new EffectCoders.OfAnonymous(), 64);
    kryo.register(Effect.Backing.FileObject.class, new EffectCoders.OfFileObject(), 65);
    kryo.register(Effect.Backing.Shared.class, new EffectCoders.OfShared(), 66);
    return kryo;
  }

  /** Refuses classes that are named in the input, before they are looked up. */
  private static final class RegisteredOnly extends DefaultClassResolver {
    @Override
    protected Registration readName(Input input) {
      throw new KryoException("a class by name");
    }
  }
}
