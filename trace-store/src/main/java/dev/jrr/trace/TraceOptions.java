package dev.jrr.trace;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * How a trace is written. Tests make files small and channels fail; everybody else takes the {@link
 * #DEFAULTS}.
 *
 * @param chunkBytes a frames chunk is closed when it has this many uncompressed bytes
 * @param fileBytes a file is closed when it has this many bytes
 * @param handOverBytes the writer thread is woken when frames of this weight are waiting
 * @param queueBytes the tracer waits when frames of this weight are waiting
 * @param maxAgeMs how long a frame may wait for others to share a chunk with
 * @param level of zstd
 * @param opener creates the files
 */
record TraceOptions(
    int chunkBytes,
    long fileBytes,
    int handOverBytes,
    int queueBytes,
    int maxAgeMs,
    int level,
    Opener opener) {
  static final TraceOptions DEFAULTS =
      new TraceOptions(256 << 10, 256L << 20, 512 << 10, 4 << 20, 100, 1, new FileOpener());

  /** Creates a file that must not exist yet. */
  interface Opener {
    Output create(Path file) throws IOException;
  }

  /** A file to append to. */
  interface Output extends WritableByteChannel {
    /** Cuts the file at {@code length} bytes. */
    void truncate(long length) throws IOException;
  }

  private static final class FileOpener implements Opener {
    @Override
    public Output create(Path file) throws IOException {
      return new FileOutput(file);
    }
  }

  /** A real file, 0600. */
  static final class FileOutput implements Output {
    private final java.nio.channels.FileChannel channel;

    FileOutput(Path file) throws IOException {
      channel = TraceFiles.createPrivate(file);
    }

    @Override
    public int write(java.nio.ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length).position(length);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
