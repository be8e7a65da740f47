package dev.jrr.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where commands print: standard output, in UTF-8, with failures reported. {@code System.out}
 * swallows them.
 */
final class Output implements AutoCloseable {
  private final Writer writer;

  Output(Writer writer) {
    this.writer = writer;
  }

  /** This process's standard output. */
  static Output standard() {
    return new Output(
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            1 << 16));
  }

  void print(String text) {
    try {
      writer.write(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void line(String text) {
    print(text);
    print("\n");
  }

  /** A line made by {@link String#format}. */
  void line(String format, Object... values) {
    line(String.format(java.util.Locale.ROOT, format, values));
  }

  @Override
  public void close() {
    try {
      writer.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
