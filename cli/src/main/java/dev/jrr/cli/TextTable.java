package dev.jrr.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of words under headings, each column as wide as its widest word; the last is not padded. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> alignRight = new ArrayList<>();

  /** With headings; one that begins with {@code >} makes its column align to the right. */
  TextTable(String... headings) {
    List<String> heads = new ArrayList<>();
    for (String heading : headings) {
      boolean right = heading.startsWith(">");
      alignRight.add(right);
      heads.add(right ? heading.substring(1) : heading);
    }
    rows.add(heads);
  }

  void row(String... words) {
    rows.add(List.of(words));
  }

  void print(Output out) {
    int columns = alignRight.size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String word = row.get(column);
        String pad = " ".repeat(widths[column] - word.length());
        boolean last = column == columns - 1;
        line.append(alignRight.get(column) ? pad + word : last ? word : word + pad);
        line.append(last ? "" : "  ");
      }
      out.line(line.toString());
    }
  }
}
