package dev.jrr.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.stream.Stream;

/** Inputs for real programs: the same bytes, names and times whenever they are made. */
final class Inputs {
  private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

  private static final String[] WORDS = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "needle"
  };

  private Inputs() {}

  /** {@code input/} with 60 text files in 6 directories, and a link. */
  static void tree(Path work) {
    Path root = work.resolve("input");
    for (int d = 0; d < 6; d++) {
      for (int f = 0; f < 10; f++) {
        text(root.resolve("dir" + d).resolve("file" + f + ".txt"), 50 + 10 * f, d * 10 + f);
      }
    }
    link(root.resolve("link"), Path.of("dir0/file0.txt"));
    stamp(root);
  }

  /** {@code lines}: 100,000 lines of a number and words, in no order. */
  static void lines(Path work) {
    text(work.resolve("lines"), 100_000, 7);
  }

  /** {@code Makefile} and 20 C files of a program that adds up 20 numbers. */
  static void project(Path work) {
    StringBuilder objects = new StringBuilder();
    StringBuilder declarations = new StringBuilder();
    StringBuilder sum = new StringBuilder("0");
    for (int i = 1; i < 20; i++) {
      write(
          work.resolve("part" + i + ".c"),
          "#include \"parts.h\"\nint part%d(int x) {\n  return x * %d + 1;\n}\n".formatted(i, i));
      objects.append(" part").append(i).append(".o");
      declarations.append("int part").append(i).append("(int x);\n");
      sum.append(" + part").append(i).append("(").append(i).append(")");
    }
    write(work.resolve("parts.h"), declarations.toString());
    write(
        work.resolve("main.c"),
        """
        #include <stdio.h>
        #include "parts.h"
        int main(void) {
          printf("sum %%d\\n", %s);
          return 0;
        }
        """
            .formatted(sum));
    write(
        work.resolve("Makefile"),
        """
        CFLAGS = -O1 -g
        run: program
        \t./program
        program: main.o%s
        \t$(CC) -o $@ $^
        %%.o: %%.c parts.h
        \t$(CC) $(CFLAGS) -c -o $@ $<
        """
            .formatted(objects));
    stamp(work);
  }

  private static void text(Path file, int lines, long seed) {
    SeededRandom random = new SeededRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(random.below(1_000_000));
      for (int k = random.below(5); k >= 0; k--) {
        text.append(' ').append(WORDS[random.below(WORDS.length)]);
      }
      text.append('\n');
    }
    write(file, text.toString());
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives all below {@code root} one time, the directories last. */
  private static void stamp(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setTimes(TIME, TIME, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
