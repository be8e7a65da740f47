package dev.jrr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.replayer.DivergenceKind;
import dev.jrr.trace.TraceException;
import dev.jrr.trace.TraceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are told when something fails. */
class ErrorsTest {
  private static final Path CHECKOUT = Path.of("..");

  @Test
  void theErrorPageIsThePrintOutOfTheTable() throws IOException {
    assertThat(Files.readString(CHECKOUT.resolve("docs/ERRORS.md")))
        .as("docs/ERRORS.md; ./jrr help errors prints it")
        .isEqualTo(ErrorCatalogue.markdown());
  }

  @Test
  void codesAreUnique() {
    List<String> codes = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

    assertThat(codes).doesNotHaveDuplicates();
  }

  @Test
  void everyDivergenceIsInTheTableWithItsCode() {
    for (DivergenceKind kind : DivergenceKind.values()) {
      ErrorCode code = ErrorCode.of(kind);
      assertThat(code.code()).isEqualTo(kind.code());
      assertThat(code.title()).contains(kind.text());
      assertThat(code.exitStatus()).isEqualTo(65);
    }
  }

  @Test
  void reportsAreKeptWhereTheirOwnerWantsState() {
    assertThat(ReportFile.directory(Map.of("XDG_STATE_HOME", "/state", "HOME", "/home/me")))
        .hasToString("/state/jrr/divergences");
    assertThat(ReportFile.directory(Map.of("XDG_STATE_HOME", "relative", "HOME", "/home/me")))
        .hasToString("/home/me/.local/state/jrr/divergences");
  }

  @Test
  void errorsOfTracesAreInTheTableWithTheirStatus(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path path : List.of(folder.resolve("nothing"), file, folder)) {
      TraceException error = failureOf(path);
      assertThat(ErrorCode.values())
          .anySatisfy(
              code -> {
                assertThat(code.code()).isEqualTo(error.code());
                assertThat(code.exitStatus()).isEqualTo(error.exitStatus());
              });
    }
  }

  private static TraceException failureOf(Path path) {
    try {
      TraceReader.open(path);
    } catch (TraceException error) {
      return error;
    }
    throw new AssertionError(path + " opened");
  }

  @Test
  void everyErrorOfTracesIsInTheTable() throws IOException {
    String source =
        Files.readString(
            CHECKOUT.resolve("trace-store/src/main/java/dev/jrr/trace/TraceException.java"));
    List<String> known = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

    List<String> used =
        java.util.regex.Pattern.compile("\"(JRR-E\\d+)\"")
            .matcher(source)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(used).isNotEmpty();
    assertThat(known).containsAll(used);
  }

  @Test
  void anErrorIsThreeLinesWithNoStackTrace() {
    ErrorReport report =
        ErrorReport.of(
            new CliException(ErrorCode.NO_GDB, "no gdb\nhere", "not in PATH", "install it", null));

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("jrr: no gdb here [JRR-E303]", "jrr: not in PATH", "jrr: install it");
    assertThat(report.exitStatus()).isEqualTo(71);
  }

  @Test
  void whatNobodyForesawIsAFaultOfJrr() {
    ErrorReport report = ErrorReport.of(new IllegalStateException("odd"));

    assertThat(report.exitStatus()).isEqualTo(70);
    assertThat(report.lines()).hasSize(3).anyMatch(line -> line.contains("odd"));
  }

  @Test
  void aReaderThatWentAwayIsToldNothing() {
    ErrorReport report = ErrorReport.of(new UncheckedIOException(new IOException("Broken pipe")));

    assertThat(report.lines()).isEmpty();
    assertThat(report.exitStatus()).isEqualTo(74);
  }

  @Test
  void outputThatFailsIsAnError() {
    Output full =
        new Output(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> full.line("x"))
        .satisfies(
            failure -> {
              assertThat(ErrorReport.of(failure).exitStatus()).isEqualTo(74);
              assertThat(ErrorReport.of(failure).lines().get(1)).contains("No space left");
            });
  }

  @Test
  void theVersionIsThatOfThePoms() throws IOException {
    assertThat(Files.readString(CHECKOUT.resolve("pom.xml")))
        .contains("<version>" + Version.JRR + "</version>");
  }

  @Test
  void aCommandThatIsNotThereIsAUsageError() {
    assertThat(Main.run(List.of("no-such-command"))).isEqualTo(64);
    assertThat(Main.run(List.of())).isEqualTo(64);
  }

  @Test
  void anUnknownTraceIsNoInput() {
    assertThat(Main.run(List.of("info", "/no/such/trace"))).isEqualTo(66);
    assertThat(Main.run(List.of("dump", "/dev/null"))).isEqualTo(66);
  }

  @Test
  void jsonEscapesWhatItMust() {
    assertThat(Json.write(List.of("a\"b\\c\n\u0001", 7, true, java.util.Map.of("k", List.of()))))
        .isEqualTo("[\"a\\\"b\\\\c\\u000a\\u0001\",7,true,{\"k\":[]}]");
  }

  @Test
  void tablesLineUp() {
    StringWriter printed = new StringWriter();
    TextTable table = new TextTable(">N", "NAME", "LAST");
    table.row("10", "a", "x");
    table.row("7", "long", "y");
    table.print(new Output(printed));

    assertThat(printed.toString().lines())
        .containsExactly(" N  NAME  LAST", "10  a     x", " 7  long  y");
  }

  @Test
  void whatProgramsChoseDoesNotSteerTheTerminal() {
    assertThat(HumanText.command(List.of("ls", "a b", "\033[31m", "it's")))
        .isEqualTo("ls 'a b' '\\x1b[31m' 'it'\\''s'");
  }
}
