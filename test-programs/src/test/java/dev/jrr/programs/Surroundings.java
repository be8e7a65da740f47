package dev.jrr.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a program, and jrr with it, is run in. {@code -Djrr.surroundings=NAME} puts every round trip
 * of every test there.
 */
enum Surroundings {
  /** The tests' own. */
  OPEN(List.of()),
  /** As an unprivileged user, without capabilities, under the filter of a container engine. */
  CONFINED(List.of()),
  /** As an unprivileged user, without capabilities, but with no filter. */
  UNPRIVILEGED(List.of("--no-filter")),
  /** As the user at hand, but without capabilities and under the filter. */
  CAPLESS(List.of("--keep-user")),
  /** The tests' own, on Linux before 6.4: the replay sees every call from the jrr page, too. */
  OLDER_KERNEL(List.of());

  private static final Path HELPER = helper("confined");
  private static final Path OLDER_KERNEL_HELPER = helper("older_kernel");

  /** The user that {@code confined} makes of root. */
  private static final int NOBODY = 65534;

  @SuppressWarnings("ImmutableEnumChecker") // What List.of gives cannot change.
  private final List<String> options;

  Surroundings(List<String> options) {
    this.options = options;
  }

  private static Path helper(String name) {
    return Path.of("target/programs/helpers", name).toAbsolutePath();
  }

  /** Where round trips are made unless a test says otherwise. */
  static Surroundings usual() {
    String name = System.getProperty("jrr.surroundings", OPEN.name());
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** What stands before a command that is to run there. */
  List<String> prefix() {
    if (this == OPEN) {
      return List.of();
    }
    if (this == OLDER_KERNEL) {
      return List.of(OLDER_KERNEL_HELPER.toString());
    }
    List<String> prefix = new ArrayList<>(List.of(HELPER.toString()));
    prefix.addAll(options);
    if (becomesNobody()) {
      return prefix;
    }
    if (!options.contains("--keep-user")) {
      prefix.add("--keep-user");
    }
    return prefix;
  }

  /** Root becomes nobody, unless nobody could not even start jrr from where it lies. */
  private boolean becomesNobody() {
    return this != OPEN
        && this != OLDER_KERNEL
        && !options.contains("--keep-user")
        && Nobody.CAN_START_JRR;
  }

  /** Makes a directory and all in it belong to whoever runs there. */
  void give(Path directory) {
    if (!becomesNobody()) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asked once, and only where it matters. */
  private static final class Nobody {
    static final boolean CAN_START_JRR =
        "root".equals(System.getProperty("user.name"))
            && succeeds(
                HELPER.toString(), "test", "-x", Jrr.command(List.of()).get(0), "-a", "-x", ".");

    private static boolean succeeds(String... command) {
      try {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
