package dev.jrr.replayer;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where replay writes what the recording wrote to its standard output and error. */
public interface Echo {
  /** {@code stream} is 1 or 2. */
  void write(int stream, byte[] bytes, int length);

  /** Nowhere. */
  Echo NONE = (stream, bytes, length) -> {};

  /** This process's own standard output and error, unbuffered, so that their order is kept. */
  static Echo toOwnStreams() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream error = new FileOutputStream(FileDescriptor.err);
    return (stream, bytes, length) -> {
      try {
        (stream == 1 ? out : error).write(bytes, 0, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
