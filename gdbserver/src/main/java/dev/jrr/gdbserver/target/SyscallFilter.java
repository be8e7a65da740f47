package dev.jrr.gdbserver.target;

import java.util.Set;

/**
 * Which system calls stop a run, at their entry and at their return.
 *
 * @param every whether all of them do; then {@code numbers} is empty
 * @param numbers the x86-64 numbers of those that do
 */
public record SyscallFilter(boolean every, Set<Integer> numbers) {
  /** None does. */
  public static final SyscallFilter NONE = new SyscallFilter(false, Set.of());

  /** All do. */
  public static final SyscallFilter EVERY = new SyscallFilter(true, Set.of());

  /** Keeps a copy of the numbers. */
  public SyscallFilter {
    numbers = Set.copyOf(numbers);
  }

  /** Whether a call stops the run. */
  public boolean matches(int number) {
    return every || numbers.contains(number);
  }
}
