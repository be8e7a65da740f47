package dev.jrr.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Records of all kinds of components, and what their methods answer. */
public final class RecordSample implements Supplier<List<Object>> {
  record None() {}

  record Whole(
      boolean flag, byte small, char letter, short number, int count, long size, String name) {}

  record Real(float single, double precise) {}

  record Generic<T extends Comparable<T>>(T value, int[] array, List<T> list) {}

  /** Only toString is left to the compiler. */
  record Own(int id, String ignored) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Own own && own.id == id;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  private static List<Object> records() {
    int[] array = {1};
    return List.of(
        new None(),
        new Whole(true, (byte) -1, 'x', (short) 2, 3, 1L << 40, "name"),
        new Whole(true, (byte) -1, 'x', (short) 2, 3, 1L << 40, new String("name")),
        new Whole(false, (byte) -1, 'x', (short) 2, 3, 1L << 40, "name"),
        new Whole(true, (byte) -1, 'x', (short) 2, 3, 1L << 41, "name"),
        new Whole(true, (byte) -1, 'y', (short) 2, 3, 1L << 40, null),
        new Real(0f, Double.NaN),
        new Real(-0f, Double.NaN),
        new Real(0f, Double.NaN),
        new Generic<>("a", null, List.of("b")),
        new Generic<>("a", null, Arrays.asList("b")),
        new Generic<>("a", array, List.of()),
        new Generic<>("a", array.clone(), List.of()),
        new Own(1, "a"),
        new Own(1, "b"));
  }

  @Override
  public List<Object> get() {
    List<Object> answers = new ArrayList<>();
    List<Object> records = records();
    for (Object one : records) {
      boolean hasArray = one instanceof Generic<?> generic && generic.array != null;
      answers.add(hasArray ? one.getClass().getSimpleName() : one.toString());
      answers.add(hasArray ? 0 : one.hashCode());
      records.forEach(other -> answers.add(one.equals(other)));
      answers.add(Objects.equals(one, null));
      answers.add(Objects.equals(one, "another class"));
    }
    return answers;
  }
}
