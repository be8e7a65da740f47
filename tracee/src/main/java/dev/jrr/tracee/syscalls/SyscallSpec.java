package dev.jrr.tracee.syscalls;

import java.util.List;
import java.util.function.Supplier;
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
 * @param replayAction what replay does
 * @param operations its {@link #variants}, made when they are first asked for
 * @param note what a reader of the table should know; empty for most
 */
public record SyscallSpec(
    String name,
    int number,
    @Nullable String operation,
    long key,
    List<Arg> args,
    Blocking blocking,
    ReplayAction replayAction,
    @Nullable Operations operations,
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

  /** The operations, where one argument selects what the others mean. */
  public @Nullable Variants variants() {
    return operations == null ? null : operations.of(this);
  }

  /** Variants that few programs need: the tables of ioctl and its like are most of the model. */
  static final class Operations {
    private final Supplier<Variants> source;
    private @Nullable Variants made;

    private Operations(Supplier<Variants> source) {
      this.source = source;
    }

    private synchronized Variants of(SyscallSpec call) {
      Variants present = made;
      if (present == null) {
        present = source.get().of(call);
        made = present;
      }
      return present;
    }
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
        name, number, operation, key, args, rule, replayAction, operations, note);
  }

  SyscallSpec special() {
    return special(name);
  }

  SyscallSpec special(String handler) {
    return action(new ReplayAction.Special(handler));
  }

  SyscallSpec action(ReplayAction action) {
    return new SyscallSpec(name, number, operation, key, args, blocking, action, operations, note);
  }

  SyscallSpec by(Supplier<Variants> variants) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, replayAction, new Operations(variants), note);
  }

  SyscallSpec note(String text) {
    return new SyscallSpec(
        name, number, operation, key, args, blocking, replayAction, operations, text);
  }

  /** This variant as a row of {@code call}. */
  SyscallSpec of(SyscallSpec call) {
    return new SyscallSpec(
        call.name, call.number, operation, key, args, blocking, replayAction, null, note);
  }
}
