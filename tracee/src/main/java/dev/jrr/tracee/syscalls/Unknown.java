package dev.jrr.tracee.syscalls;

import org.jspecify.annotations.Nullable;

/**
 * A call that the model does not know: it has no row, or its row has no variant for the operation.
 *
 * @param number the call's number
 * @param name its name where it has a row, else null
 * @param operation the operation that has no variant, like {@code 0x5499}; null without a row
 * @param arguments the six argument registers
 * @param mayWrite whether an argument could be a pointer that the kernel writes through, as far as
 *     the call's own encoding (the direction bits of an ioctl) tells; true when nothing is known
 * @param advice how to add the row
 */
public record Unknown(
    int number,
    @Nullable String name,
    @Nullable String operation,
    long[] arguments,
    boolean mayWrite,
    String advice)
    implements Resolved {

  /**
   * Whether the call failed, and so has most likely written nothing. modify_ldt answers an int in
   * 64 bits (arch/x86/kernel/ldt.c).
   */
  public boolean failed(long answer) {
    return Errno.isError("modify_ldt".equals(name) ? (int) answer : answer);
  }

  /** The call and its operation. */
  public String what() {
    String call = name == null ? "system call " + number : name;
    return operation == null ? call : call + " operation " + operation;
  }

  /** One line for an error message: the call, its arguments and what to do. */
  public String message() {
    StringBuilder text = new StringBuilder(what()).append(" (");
    for (int i = 0; i < arguments.length; i++) {
      text.append(i == 0 ? "" : ", ").append("0x").append(Long.toHexString(arguments[i]));
    }
    return text.append(") has no row in the syscall model. ").append(advice).toString();
  }
}
