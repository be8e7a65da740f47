package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person reads of a divergence. */
final class DivergenceReportTest {
  private static DivergenceReport report() {
    return new DivergenceReport(
        DivergenceKind.REGISTERS,
        42,
        1000,
        "worker",
        "rdi differs",
        "close(3)",
        "close(4)",
        List.of(
            new DivergenceReport.RegisterLine("rdi", 3, 4, true),
            new DivergenceReport.RegisterLine("rsi", -1, -1, false)),
        "0x401004, /bin/x+0x1004",
        "main+0x4 (x.c)",
        List.of(
            new DivergenceReport.CodeLine(0x401002, "syscall", false),
            new DivergenceReport.CodeLine(0x401004, "ret", true)),
        List.of("      41     1000  getpid() = 1000", "      42     1000  close(3) = 0"));
  }

  @Test
  void readsFromTheGeneralToTheParticular() {
    assertThat(report().text())
        .isEqualTo(
            """
            JRR-E311 event 42, task 1000 (worker): the registers at an event differ: rdi differs
              expected close(3)
              actual   close(4)
                register  expected          actual
              * rdi       0000000000000003  0000000000000004
                rsi       ffffffffffffffff  ffffffffffffffff
              at 0x401004, /bin/x+0x1004, in main+0x4 (x.c)
                 401002  syscall
              => 401004  ret
              the last events (event, task, what):
                    41     1000  getpid() = 1000
                    42     1000  close(3) = 0   <- here
              likely causes:
            """
                + causes());
  }

  private static String causes() {
    StringBuilder text = new StringBuilder();
    DivergenceKind.REGISTERS
        .causes()
        .forEach(each -> text.append("  - ").append(each).append('\n'));
    return text.toString();
  }

  @Test
  void leavesOutWhatThereIsNot() {
    DivergenceReport report =
        new DivergenceReport(
            DivergenceKind.UNKNOWN_TASK,
            7,
            9,
            "",
            "no task 9",
            "",
            "",
            List.of(),
            "",
            "",
            List.of(),
            List.of("       7        9  signal 11, handler"));
    assertThat(report.text().lines().limit(3))
        .containsExactly(
            "JRR-E314 event 7, task 9: the trace names a task that replay does not have: no task 9",
            "  the last events (event, task, what):",
            "         7        9  signal 11, handler   <- here");
  }

  @Test
  void saysTheSameInFields() {
    Map<String, Object> fields = report().fields();
    assertThat(fields)
        .containsEntry("code", "JRR-E311")
        .containsEntry("event", 42L)
        .containsEntry("symbol", "main+0x4 (x.c)")
        .containsEntry("causes", DivergenceKind.REGISTERS.causes());
    assertThat(fields.get("registers"))
        .isEqualTo(
            List.of(
                Map.of("name", "rdi", "expected", "0x3", "actual", "0x4", "differs", true),
                Map.of(
                    "name",
                    "rsi",
                    "expected",
                    "0xffffffffffffffff",
                    "actual",
                    "0xffffffffffffffff",
                    "differs",
                    false)));
  }

  @Test
  void codesAreUniqueAndEveryKindHasACause() {
    assertThat(Arrays.stream(DivergenceKind.values()).map(DivergenceKind::code))
        .doesNotHaveDuplicates();
    for (DivergenceKind kind : DivergenceKind.values()) {
      assertThat(kind.causes()).as(kind.name()).isNotEmpty();
    }
  }
}
