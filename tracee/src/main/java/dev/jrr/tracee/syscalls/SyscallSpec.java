package dev.jrr.tracee.syscalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the model: one system call, or one operation of a call that has several.
 *
 * @param name the kernel's name, as in {@code unistd_64.h}
 * @param number its number on x86-64
 * @param operation the operation's name where this row is a variant, like {@code TCGETS}
 * @param key what selects the variant: its request number, or level and name of a socket option
 * @param args what each argument register holds; registers beyond are ignored by the kernel
 * @param blocking whether it may wait for another task
 * @param bufferPolicy whether the hook may make it
 * @param replayAction what replay does
 * @param variants the operations, where one argument selects what the others mean
 * @param note what a reader of the table should know; empty for most
 */
public record SyscallSpec(
    String name,
    int number,
    @Nullable String operation,
    long key,
    List<Arg> args,
    Blocking blocking,
    BufferPolicy bufferPolicy,
    ReplayAction replayAction,
    @Nullable Variants variants,
    String note) {

  /** Checks what every row must satisfy. */
  public SyscallSpec {
    args = List.copyOf(args);
    if (args.size() > 6) {
      throw new IllegalArgumentException(name + " has more than six arguments");
    }
  }

  /** The name, with the operation in brackets where there is one. */
  public String title() {
    return operation == null ? name : name + "(" + operation + ")";
  }

  /** Whether any argument is memory that the kernel may write. */
  public boolean writesMemory() {
    for (Arg arg : args) {
      if (arg.writes()) {
        return true;
      }
    }
    return false;
  }

  SyscallSpec mayBlock() {
    return blocking(Blocking.MAY);
  }

  SyscallSpec blocksUnless(int arg, long mask, String flag) {
    return blocking(new Blocking.UnlessFlag(arg, mask, flag));
  }

  SyscallSpec blocksUnlessZero(int arg) {
    return blocking(new Blocking.UnlessZero(arg));
  }

  SyscallSpec blocksUnlessZeroTime(int arg) {
    return blocking(new Blocking.UnlessZeroTime(arg));
  }

  SyscallSpec blocking(Blocking rule) {
    return new SyscallSpec(
        name, number, operation, key, args, rule, bufferPolicy, replayAction, variants, note);
  }

  SyscallSpec buffered() {
    return policy(BufferPolicy.GENERATED);
  }

  SyscallSpec bufferedByHand() {
    return policy(BufferPolicy.BY_HAND);
  }

  private SyscallSpec policy(BufferPolicy policy) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, policy, replayAction, variants, note);
  }

  SyscallSpec special() {
    return special(name);
  }

  SyscallSpec special(String handler) {
    return action(new ReplayAction.Special(handler));
  }

  SyscallSpec action(ReplayAction action) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, bufferPolicy, action, variants, note);
  }

  SyscallSpec by(Variants operations) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, bufferPolicy, replayAction, operations, note);
  }

  SyscallSpec note(String text) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, bufferPolicy, replayAction, variants, text);
  }

  /** This variant as a row of {@code call}. */
  SyscallSpec of(SyscallSpec call) {
    return new SyscallSpec(
        call.name,
        call.number,
        operation,
        key,
        args,
        blocking,
        bufferPolicy,
        replayAction,
        null,
        note);
  }
}
