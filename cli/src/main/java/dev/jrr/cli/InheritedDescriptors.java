package dev.jrr.cli;

import java.util.Arrays;

/**
 * The descriptors that jrr was started with, which the program is to inherit. The JVM opens more
 * that do not close on exec, so {@code ./jrr} lists them before it starts the JVM.
 */
final class InheritedDescriptors {
  private InheritedDescriptors() {}

  /** Ascending, separated by commas. */
  static String list() {
    return sorted(System.getProperty("jrr.descriptors", "0,1,2"));
  }

  /** The numbers in {@code list}, in any order, ascending and without a comma at the end. */
  static String sorted(String list) {
    String[] words = list.split(",");
    int[] numbers = new int[words.length];
    int count = 0;
    for (String word : words) {
      if (!word.isEmpty()) {
        numbers[count++] = Integer.parseInt(word);
      }
    }
    Arrays.sort(numbers, 0, count);
    StringBuilder sorted = new StringBuilder();
    for (int index = 0; index < count; index++) {
      sorted.append(index == 0 ? "" : ",").append(numbers[index]);
    }
    return sorted.toString();
  }
}
