package dev.jrr.tracee.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/SYSCALLS.md} from the table. */
public final class SyscallsDoc {
  /** What to run, from the repository's top, when the page is stale. */
  public static final String COMMAND =
      "mvn -q -pl tracee compile && java -cp tracee/target/classes "
          + "dev.jrr.tracee.syscalls.SyscallsDoc docs/SYSCALLS.md";

  private SyscallsDoc() {}

  /** Writes the page to the file that is the one argument. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: SyscallsDoc FILE");
      System.exit(64);
    }
    Path file = Path.of(args[0]).toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, page());
  }

  /** The whole page. */
  public static String page() {
    StringBuilder page = new StringBuilder(1 << 16);
    Map<String, List<SyscallSpec>> areas = SyscallTable.areas();
    List<SyscallSpec> all = areas.values().stream().flatMap(List::stream).toList();
    int variants =
        all.stream()
            .filter(row -> row.variants() != null)
            .mapToInt(row -> row.variants().rows().size())
            .sum();
    page.append("# The system calls that jrr knows\n\n");
    page.append("Generated from the syscall model; do not edit. To write it again:\n\n```\n");
    page.append(COMMAND).append("\n```\n\n");
    page.append(all.size()).append(" calls, ").append(variants);
    page.append(" operations of ").append(all.stream().filter(r -> r.variants() != null).count());
    page.append(" of them.\n\n");
    page.append(
        "Arguments without brackets are plain values. `in` is memory that the kernel reads, `out`\n"
            + "and `inout` memory that it writes, `sparse` memory that it may write in parts; in\n"
            + "brackets, how much. Outputs are written on success unless the row says otherwise.\n"
            + "*Blocks* tells whether the call may wait for another task, *hook* whether the\n"
            + "in-process hook may make it without a stop, *replay* what replay does.\n\n");
    for (Map.Entry<String, List<SyscallSpec>> area : areas.entrySet()) {
      page.append("## ").append(area.getKey()).append("\n\n");
      table(page, "call", area.getValue());
    }
    for (SyscallSpec row : all) {
      if (row.variants() != null) {
        page.append("## Operations of ").append(row.name()).append("\n\n");
        table(page, "operation", row.variants().rows());
      }
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static void table(StringBuilder page, String heading, List<SyscallSpec> rows) {
    page.append("| ").append(heading).append(" | number | arguments | blocks | hook | replay |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (SyscallSpec row : rows) {
      String name = row.operation() == null ? row.name() : row.operation();
      page.append("| `").append(name).append("` | ").append(number(row)).append(" | ");
      String arguments =
          row.variants() != null
              ? "by operation, below"
              : row.args().stream()
                  .map(arg -> argument(row, arg))
                  .collect(Collectors.joining(", "));
      page.append(arguments);
      if (!row.note().isEmpty()) {
        page.append(arguments.isEmpty() ? "" : ". ").append(row.note());
      }
      boolean varies = row.variants() != null;
      page.append(" | ").append(varies ? "" : row.blocking().text());
      page.append(" | ").append(varies ? "" : row.bufferPolicy().text());
      page.append(" | ").append(varies ? "" : row.replayAction().text()).append(" |\n");
    }
    page.append('\n');
  }

  private static String number(SyscallSpec row) {
    if (row.operation() == null) {
      return Integer.toString(row.number());
    }
    if (row.key() < 0) {
      return "";
    }
    if (row.name().endsWith("sockopt")) {
      return (row.key() >> 32) + ", " + (int) row.key();
    }
    return row.key() < 4096 ? Long.toString(row.key()) : "0x" + Long.toHexString(row.key());
  }

  private static String argument(SyscallSpec row, Arg arg) {
    String text = arg.text(row);
    return text.isEmpty() ? arg.name() : arg.name() + " " + text;
  }
}
