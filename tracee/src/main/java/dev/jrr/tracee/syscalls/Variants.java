package dev.jrr.tracee.syscalls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a call, found by the argument that selects them.
 *
 * <p>Most are found by their exact key. Families whose request number holds a buffer length or a
 * bit number ({@code EVIOCGNAME(len)}) are found by the key under a mask.
 */
public final class Variants {
  /** Computes the key from the six argument registers. */
  @FunctionalInterface
  interface Selector {
    long key(long[] args);
  }

  /** Tells whether an operation without a row could write memory. */
  @FunctionalInterface
  interface WriteGuess {
    boolean mayWrite(long key);
  }

  /** Operations whose key equals {@code value} under {@code mask}. */
  record Family(long mask, long value, SyscallSpec spec) {}

  private final Selector selector;
  private final String advice;
  private final WriteGuess guess;
  private long[] keys = {};
  private SyscallSpec[] exact = {};
  private final List<Family> families;
  private final @Nullable SyscallSpec fallback;

  private Variants(
      Selector selector,
      String advice,
      WriteGuess guess,
      List<SyscallSpec> exact,
      List<Family> families,
      @Nullable SyscallSpec fallback) {
    this.selector = selector;
    this.advice = advice;
    this.guess = guess;
    List<SyscallSpec> sorted = new ArrayList<>(exact);
    sorted.sort((one, other) -> Long.compare(one.key(), other.key()));
    this.exact = sorted.toArray(new SyscallSpec[0]);
    this.keys = new long[this.exact.length];
    for (int index = 0; index < keys.length; index++) {
      keys[index] = this.exact[index].key();
    }
    this.families = families;
    this.fallback = fallback;
  }

  /** {@code rows} selected by {@code selector}; {@code advice} tells how to add one. */
  static Variants of(Selector selector, String advice, List<SyscallSpec> rows) {
    return new Variants(selector, advice, key -> true, rows, List.of(), null);
  }

  /** The same with {@code more}. */
  Variants families(List<Family> more) {
    return new Variants(selector, advice, guess, Arrays.asList(exact), more, fallback);
  }

  /** The same, where an operation without a row is {@code spec}. */
  Variants otherwise(SyscallSpec spec) {
    return new Variants(selector, advice, guess, Arrays.asList(exact), families, spec);
  }

  /** The same, where {@code rule} tells what an operation without a row may do. */
  Variants guessing(WriteGuess rule) {
    return new Variants(selector, advice, rule, Arrays.asList(exact), families, fallback);
  }

  /** The same, every row bearing the name and number of {@code call}. */
  Variants of(SyscallSpec call) {
    List<SyscallSpec> rows = new ArrayList<>();
    for (SyscallSpec row : exact) {
      rows.add(row.of(call));
    }
    List<Family> named = new ArrayList<>();
    for (Family family : families) {
      named.add(new Family(family.mask, family.value, family.spec.of(call)));
    }
    return new Variants(
        selector, advice, guess, rows, named, fallback == null ? null : fallback.of(call));
  }

  /** The key that {@code args} select. */
  long key(long[] args) {
    return selector.key(args);
  }

  /** The variant for {@code args}; null when there is none. */
  @Nullable SyscallSpec find(long[] args) {
    long key = selector.key(args);
    int index = Arrays.binarySearch(keys, key);
    if (index >= 0) {
      return exact[index];
    }
    for (Family family : families) {
      if ((key & family.mask) == family.value) {
        return family.spec;
      }
    }
    return fallback;
  }

  String advice() {
    return advice;
  }

  boolean mayWrite(long[] args) {
    return guess.mayWrite(selector.key(args));
  }

  /** Every variant, by key, then the families and the fallback. */
  public List<SyscallSpec> rows() {
    List<SyscallSpec> rows = new ArrayList<>(Arrays.asList(exact));
    for (Family family : families) {
      rows.add(family.spec);
    }
    if (fallback != null) {
      rows.add(fallback);
    }
    return rows;
  }

  /** How many operations are found by their exact key. */
  public int exactCount() {
    return keys.length;
  }
}
