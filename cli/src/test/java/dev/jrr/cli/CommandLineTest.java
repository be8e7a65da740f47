package dev.jrr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How command lines are understood, by both parsers. */
class CommandLineTest {
  private final Command record = new RecordCommandLine();
  private final StringWriter printed = new StringWriter();

  private Arguments plain(Command command, String... words) {
    return PlainParser.parse(command, List.of(words));
  }

  private Arguments picocli(Command command, String... words) {
    return new PicocliParser().parse(command, List.of(words), new Output(printed));
  }

  @Test
  void theProgramsOwnOptionsAreNotJrrs() {
    for (Arguments parsed :
        List.of(plain(record, "-v", "ls", "-o", "x"), picocli(record, "-v", "ls", "-o", "x"))) {
      assertThat(parsed.operands()).containsExactly("ls", "-o", "x");
      assertThat(parsed.has(RecordOptions.VERBOSE)).isTrue();
      assertThat(parsed.has(RecordOptions.DIRECTORY)).isFalse();
    }
  }

  @Test
  void twoDashesEndTheOptionsAndGoNowhere() {
    for (Arguments parsed :
        List.of(
            plain(record, "--cpu=1", "--", "-odd", "--"),
            picocli(record, "--cpu=1", "--", "-odd", "--"))) {
      assertThat(parsed.operands()).containsExactly("-odd", "--");
      assertThat(parsed.value(RecordOptions.CPU)).isEqualTo("1");
    }
  }

  @Test
  void anOptionGivenTwiceKeepsBothValues() {
    for (Arguments parsed :
        List.of(
            plain(record, "--env", "A=1", "--env=B=2", "x"),
            picocli(record, "--env", "A=1", "--env=B=2", "x"))) {
      assertThat(parsed.values(RecordOptions.ENVIRONMENT)).containsExactly("A=1", "B=2");
    }
  }

  @Test
  void anOptionalValueStandsAfterEqualsOnly() {
    for (Arguments parsed :
        List.of(plain(record, "--chaos", "ls"), picocli(record, "--chaos", "ls"))) {
      assertThat(parsed.value(RecordOptions.CHAOS)).isEmpty();
      assertThat(parsed.operands()).containsExactly("ls");
      assertThat(RecordOptions.from(parsed).chaosSeed()).isNotNull();
    }
    for (Arguments parsed :
        List.of(plain(record, "--chaos=-7", "--", "ls"), picocli(record, "--chaos=-7", "ls"))) {
      assertThat(RecordOptions.from(parsed).chaosSeed()).isEqualTo(-7);
    }
    for (Arguments parsed :
        List.of(plain(record, "ls", "--chaos"), picocli(record, "ls", "--chaos"))) {
      assertThat(parsed.operands()).containsExactly("ls", "--chaos");
      assertThat(RecordOptions.from(parsed).chaosSeed()).isNull();
    }
  }

  @Test
  void whatIsNotPlainIsLeftToPicocli() {
    assertThat(plain(record, "--help")).isNull();
    assertThat(plain(record, "--no-such-option", "x")).isNull();
    assertThat(plain(record, "-o")).isNull();
    assertThat(plain(record)).isNull();
    assertThat(plain(record, "-v=1", "x")).isNull();
  }

  @Test
  void aMistakeIsAUsageErrorThatNamesIt() {
    assertThatThrownBy(() -> picocli(record, "--no-such-option", "x"))
        .isInstanceOfSatisfying(
            CliException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.USAGE);
              assertThat(error.what()).contains("--no-such-option");
            });
    assertThatThrownBy(() -> picocli(record)).isInstanceOf(CliException.class);
    assertThatThrownBy(() -> picocli(new InfoCommand(), "a", "b")).isInstanceOf(CliException.class);
  }

  @Test
  void everyCommandHasHelpWithItsOptionsAndAnExample() {
    for (Command command : Commands.all()) {
      printed.getBuffer().setLength(0);
      assertThat(picocli(command, "--help")).isNull();
      assertThat(printed.toString()).contains("jrr " + command.name()).contains("Examples:");
      for (Option option : command.options()) {
        if (option.isHidden()) {
          assertThat(printed.toString()).doesNotContain(option.name());
        } else {
          assertThat(printed.toString()).contains(option.name());
        }
      }
    }
  }

  @Test
  void gdbsOptionsGoToGdbWithTheirValues() {
    GdbArguments parted =
        GdbArguments.part(
            List.of("-ex", "break main", "--goto", "7", "trace", "--batch", "-x=f", "--", "-a"),
            ReplayOptions.ALL);

    assertThat(parted.own()).containsExactly("--goto", "7", "trace");
    assertThat(parted.gdb()).containsExactly("-ex", "break main", "--batch", "-x=f", "-a");
  }

  @Test
  void jrrsOwnSpellingWinsOverGdbs() {
    GdbArguments parted =
        GdbArguments.part(List.of("--quiet", "--gdb", "-x", "-q"), ReplayOptions.ALL);

    assertThat(parted.own()).containsExactly("--quiet", "--gdb", "-x");
    assertThat(parted.gdb()).containsExactly("-q");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Arguments parsed = plain(new ReplayCommandLine(), "--goto", "0");

    assertThatThrownBy(() -> ReplayOptions.from(parsed)).isInstanceOf(CliException.class);
  }

  @Test
  void replayToTheEndTakesNoDebugger() {
    Arguments parsed = plain(new ReplayCommandLine(), "-a", "--server");

    assertThatThrownBy(() -> ReplayOptions.from(parsed)).isInstanceOf(CliException.class);
  }

  @Test
  void variablesPutAsideGetTheirNamesBackAndKeepTheirPlace() {
    byte[] latin = {'L', '=', (byte) 0xe9};
    List<byte[]> inherited =
        List.of(bytes("__JRR_ASIDE_JAVA_TOOL_OPTIONS=-ea"), latin, bytes("A=1"), bytes("AB=2"));

    List<byte[]> variables = ProgramEnvironment.variables(inherited, List.of("A=9", "AB"));

    assertThat(variables).containsExactly(bytes("JAVA_TOOL_OPTIONS=-ea"), latin, bytes("A=9"));
  }

  @Test
  void theLocaleThatWasSetForTheJvmIsNotThePrograms() {
    List<byte[]> unset = List.of(bytes("LC_ALL=C.UTF-8"), bytes("__JRR_LOCALE=C.UTF-8"));
    List<byte[]> changed = new java.util.ArrayList<>(unset);
    changed.add(bytes("__JRR_ASIDE_LC_ALL=C"));

    assertThat(ProgramEnvironment.variables(unset, List.of())).isEmpty();
    assertThat(ProgramEnvironment.variables(changed, List.of())).containsExactly(bytes("LC_ALL=C"));
    assertThat(ProgramEnvironment.variables(List.of(bytes("LC_ALL=de")), List.of()))
        .containsExactly(bytes("LC_ALL=de"));
  }

  @Test
  void wordsMayBeEmpty() {
    assertThat(ProgramEnvironment.words(bytes("a\0\0b\0")))
        .containsExactly(bytes("a"), bytes(""), bytes("b"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
