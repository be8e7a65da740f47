package dev.jrr.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that replay does to a task when it applies a frame. A frame's effects are applied in
 * their order. Addresses are numbers in the task's address space; sizes are bytes.
 */
public sealed interface Effect {
  /** What backs a mapping at replay. */
  sealed interface Backing {
    /** Zero-filled private or shared anonymous memory. */
    record Anonymous() implements Backing {}

    /** A private view of a stored file from {@code offset} bytes on. */
    record FileObject(ObjectId object, long offset) implements Backing {}

    /** A view of memory that several tasks or mappings share, from {@code offset} bytes on. */
    record Shared(int segment, long offset) implements Backing {}
  }

  /** Store {@code bytes} at {@code address}, whatever the page's protection. */
  record WriteMemory(long address, byte[] bytes) implements Effect {}

  /** Map at exactly {@code address}; {@code protection} and {@code flags} as for mmap(2). */
  record Map(long address, long length, int protection, int flags, Backing backing, String name)
      implements Effect {}

  /** munmap(2). */
  record Unmap(long address, long length) implements Effect {}

  /** mprotect(2). */
  record Protect(long address, long length, int protection) implements Effect {}

  /** mremap(2) to exactly {@code to}; {@code flags} are the program's. */
  record Move(long from, long oldLength, long to, long newLength, int flags) implements Effect {}

  /**
   * madvise(2) where the advice changes contents or inheritance (DONTNEED, REMOVE, WIPEONFORK...).
   */
  record Advise(long address, long length, int advice) implements Effect {}

  /** A new shared segment of {@code length} bytes, filled from {@code initial} or with zeroes. */
  record CreateShared(int segment, long length, @Nullable ObjectId initial) implements Effect {}

  /** The segment's file was truncated or extended. */
  record ResizeShared(int segment, long length) implements Effect {}

  /** Bytes that reached the shared segment's file by a call, not by a store. */
  record WriteShared(int segment, long offset, byte[] bytes) implements Effect {}

  /**
   * A new task begins with {@code registers}; {@code sharesMemory} is CLONE_VM. {@code effects} are
   * applied to the new task before it runs.
   */
  record Spawn(
      int task, int process, boolean sharesMemory, RegisterSet registers, List<Effect> effects)
      implements Effect {}

  /** Every general register becomes as given; replaces the call's result. */
  record SetRegisters(RegisterSet registers) implements Effect {}

  /** The whole XSAVE area in the kernel's standard format (PTRACE_SETREGSET, NT_X86_XSTATE). */
  record SetVectorState(byte[] xsave) implements Effect {}

  /** Code bytes replaced by the supervisor; gdb and the program are shown {@code original}. */
  record Patch(long address, byte[] original, byte[] replacement) implements Effect {}

  /** The call wrote these ranges of its memory to the recording's stdout (1) or stderr (2). */
  record EchoMemory(int stream, List<Range> ranges) implements Effect {}

  /** The call wrote {@code bytes}, which were never in its memory, to stdout (1) or stderr (2). */
  record EchoBytes(int stream, byte[] bytes) implements Effect {}

  /** The thread's name (comm) is from now on {@code name}. */
  record Rename(String name) implements Effect {}

  /** {@code effects} happen to another task: the frame's own wrote into its memory or limits. */
  record InTask(int task, List<Effect> effects) implements Effect {}

  /** The soft limit of stack growth (RLIMIT_STACK) is {@code bytes}; -1 is none. */
  record StackLimit(long bytes) implements Effect {}

  /** {@code length} bytes at {@code address}. */
  record Range(long address, long length) {}
}
