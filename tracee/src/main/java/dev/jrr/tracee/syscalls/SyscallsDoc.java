package dev.jrr.tracee.syscalls;

import dev.jrr.layout.HookCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code docs/SYSCALLS.md} from the table. */
public final class SyscallsDoc {
  /** What to run, from the repository's top, when the page is stale. */
  public static final String COMMAND =
      "mvn -q -pl tracee -am compile && "
          + "java -cp tracee/target/classes:syscallbuf-preload/target/classes "
          + "dev.jrr.tracee.syscalls.SyscallsDoc docs/SYSCALLS.md";

  private static final Set<String> HOOKED = Set.of(HookCode.calls());

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
            + "in-process hook makes it without a stop where it need not wait, *replay* what\n"
            + "replay does.\n\n");
    for (Map.Entry<String, List<SyscallSpec>> area : areas.entrySet()) {
      page.append("## ").append(area.getKey()).append("\n\n");
      page.append(
          "| call | number | arguments | blocks | replay | hook |\n|---|---|---|---|---|---|\n");
      for (SyscallSpec row : area.getValue()) {
        page.append(columns(row)).append(' ').append(hook(row)).append(" |\n");
      }
      page.append('\n');
    }
    for (SyscallSpec row : all) {
      if (row.variants() != null) {
        page.append("## Operations of ").append(row.name()).append("\n\n");
        page.append(
            "| operation | number | arguments | blocks | replay |\n|---|---|---|---|---|\n");
        row.variants().rows().forEach(operation -> page.append(columns(operation)).append('\n'));
        page.append('\n');
      }
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static String columns(SyscallSpec row) {
    String name = row.operation() == null ? row.name() : row.operation();
    boolean varies = row.variants() != null;
    String arguments =
        varies
            ? "by operation, below"
            : row.args().stream().map(arg -> argument(row, arg)).collect(Collectors.joining(", "));
    if (!row.note().isEmpty()) {
      arguments += (arguments.isEmpty() ? "" : ". ") + row.note();
    }
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            name,
            number(row),
            arguments,
            varies ? "" : row.blocking().text(),
            varies ? "" : row.replayAction().text());
  }

  private static String hook(SyscallSpec row) {
    if (!HOOKED.contains(row.name())) {
      return "traced";
    }
    return row.variants() == null ? "buffered" : "buffered, some operations";
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
