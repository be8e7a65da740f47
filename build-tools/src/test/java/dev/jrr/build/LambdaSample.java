package dev.jrr.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Lambdas of every kind that {@link LambdaClasses} knows, and some that it leaves alone. */
public final class LambdaSample implements Supplier<List<Object>> {
  private final String own = "own";
  private int counted;

  /** Inside a nest of its own name. */
  static final class Inner {
    private final Supplier<String> named;

    Inner(String name) {
      named = () -> name + "!";
    }
  }

  /** An interface with a private method that a lambda's body becomes. */
  interface Shape {
    int sides();

    default IntUnaryOperator scale() {
      return factor -> factor * sides();
    }
  }

  private static String joined(String first, int second) {
    return first + second;
  }

  private String mine(String other) {
    return own + other;
  }

  @Override
  public List<Object> get() {
    List<Object> results = new ArrayList<>();
    long wide = 1L << 40;
    double fraction = 0.5;
    Supplier<String> nothing = () -> "constant";
    LongSupplier captured = () -> wide + (long) fraction;
    BiFunction<String, Integer, String> unboxed = LambdaSample::joined;
    Function<String, String> bound = this::mine;
    Function<String, Integer> unbound = String::length;
    ToIntFunction<String> primitive = String::length;
    IntFunction<int[]> array = int[]::new;
    Supplier<List<String>> made = ArrayList::new;
    Function<String, StringBuilder> madeOf = StringBuilder::new;
    UnaryOperator<String> generic = text -> text.repeat(2);
    Function<List<String>, Integer> ofInterface = List::size;
    List<String> noted = new ArrayList<>();
    Runnable dropped = () -> counted++;
    Runnable droppedResult = () -> noted.add("noted");
    Function<Integer, Object> widened = number -> number;
    Shape square = () -> 4;
    Supplier<Supplier<String>> nested = () -> () -> own;
    results.add(nothing.get());
    results.add(captured.getAsLong());
    results.add(unboxed.apply("a", 7));
    results.add(bound.apply("b"));
    results.add(unbound.apply("four"));
    results.add(primitive.applyAsInt("five!"));
    results.add(array.apply(3).length);
    results.add(made.get().isEmpty());
    results.add(madeOf.apply("sb").toString());
    results.add(generic.apply("xy"));
    results.add(ofInterface.apply(List.of("1", "2")));
    dropped.run();
    droppedResult.run();
    results.add(counted);
    results.add(noted);
    results.add(widened.apply(9));
    results.add(square.scale().applyAsInt(5));
    results.add(nested.get().get());
    results.add(new Inner("inner").named.get());
    List<String> words = new ArrayList<>(List.of("ccc", "a", "bb"));
    words.sort(Comparator.comparing(String::length));
    results.add(words);
    return results;
  }
}
