package dev.jrr.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parts the words of {@code jrr replay} that are gdb's own options from jrr's, so that {@code jrr
 * replay -ex 'break main'} does what it looks like. The names are those of gdb's manual, "Choosing
 * Files" and "Choosing Modes"; what follows {@code --} is gdb's whatever it is.
 *
 * @param own jrr's words, in order
 * @param gdb gdb's words, in order
 */
record GdbArguments(List<String> own, List<String> gdb) {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-x",
          "-command",
          "-ex",
          "-eval-command",
          "-ix",
          "-init-command",
          "-iex",
          "-init-eval-command",
          "-eix",
          "-early-init-command",
          "-eiex",
          "-early-init-eval-command",
          "-cd",
          "-d",
          "-directory",
          "-s",
          "-symbols",
          "-i",
          "-interpreter",
          "-data-directory",
          "-D",
          "-l",
          "-tty");

  private static final Set<String> WITHOUT_VALUE =
      Set.of("-batch", "-batch-silent", "-nx", "-n", "-nh", "-q", "-silent", "-tui", "-nw", "-w");

  /** Parts them; {@code options} are those of jrr that win over gdb's of the same name. */
  static GdbArguments part(List<String> words, List<Option> options) {
    List<String> own = new ArrayList<>();
    List<String> gdb = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at++);
      if (word.equals("--")) {
        gdb.addAll(words.subList(at, words.size()));
        break;
      }
      int equals = word.indexOf('=');
      String plain = equals > 0 ? word.substring(0, equals) : word;
      Option known = find(plain, options);
      String dashed = plain.startsWith("--") ? plain.substring(1) : plain;
      boolean isGdbs = known == null && isGdbs(dashed);
      List<String> target = isGdbs ? gdb : own;
      target.add(word);
      boolean valueFollows =
          equals < 0
              && (isGdbs ? WITH_VALUE.contains(dashed) : known != null && known.takesValue());
      if (valueFollows && at < words.size()) {
        target.add(words.get(at++));
      }
    }
    return new GdbArguments(own, gdb);
  }

  private static boolean isGdbs(String dashed) {
    return WITH_VALUE.contains(dashed) || WITHOUT_VALUE.contains(dashed);
  }

  private static @Nullable Option find(String name, List<Option> options) {
    for (Option option : options) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    return null;
  }
}
