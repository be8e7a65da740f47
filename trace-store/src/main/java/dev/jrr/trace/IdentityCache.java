package dev.jrr.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Small values that were worked out from a file, kept on disk by the file's identity. A file that
 * changes loses its value. Nothing here is needed: a value that is missing, damaged or cannot be
 * stored is worked out again. Any number of threads and processes may use it at once.
 *
 * <p>One file {@code cache/NAME/DEVICE-INODE} per key, replaced whole, little-endian:
 *
 * <pre>
 *   0       8         12            16          56
 *   +-------+---------+-------------+-----------+-------+
 *   | magic | CRC32C  | value length| identity  | value |
 *   +-------+---------+-------------+-----------+-------+
 * </pre>
 *
 * The CRC is of all that follows it.
 */
public final class IdentityCache {
  /** The largest value, bytes. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The bytes {@code jrrcache}. */
  private static final long MAGIC = 0x656863616372726aL;

  private static final int CRC_OFFSET = 8;
  private static final int LENGTH_OFFSET = 12;
  private static final int IDENTITY_OFFSET = 16;
  private static final int VALUE_OFFSET = IDENTITY_OFFSET + FileIdentity.LENGTH;

  private final Path directory;

  IdentityCache(Path directory) {
    this.directory = directory;
  }

  private Path file(FileIdentity identity) {
    return directory.resolve(
        Long.toHexString(identity.device()) + "-" + Long.toHexString(identity.inode()));
  }

  /** The value kept for exactly this version of the file, or null. */
  public byte @Nullable [] get(FileIdentity identity) {
    byte[] bytes;
    try {
      bytes = TraceFiles.read(file(identity), VALUE_OFFSET + MAX_LENGTH);
    } catch (TraceException e) {
      return null;
    }
    if (bytes == null || bytes.length < VALUE_OFFSET) {
      return null;
    }
    ByteBuffer from = Checksums.littleEndian(bytes);
    int crc = Checksums.crc32c(bytes, LENGTH_OFFSET, bytes.length - LENGTH_OFFSET);
    boolean right =
        from.getLong(0) == MAGIC
            && from.getInt(CRC_OFFSET) == crc
            && from.getInt(LENGTH_OFFSET) == bytes.length - VALUE_OFFSET
            && from.getLong(IDENTITY_OFFSET) == identity.device()
            && from.getLong(IDENTITY_OFFSET + 8) == identity.inode()
            && from.getLong(IDENTITY_OFFSET + 16) == identity.size()
            && from.getLong(IDENTITY_OFFSET + 24) == identity.mtimeNs()
            && from.getLong(IDENTITY_OFFSET + 32) == identity.ctimeNs();
    return right ? Arrays.copyOfRange(bytes, VALUE_OFFSET, bytes.length) : null;
  }

  /**
   * Keeps {@code value} for {@code identity}, which the caller took before it read the file; in
   * vain if the disk is full, or if the file changed so lately that a further change might not
   * show.
   *
   * @throws IllegalArgumentException if the value has more than {@link #MAX_LENGTH} bytes
   */
  public void put(FileIdentity identity, byte[] value) {
    if (value.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a value of " + value.length + " bytes");
    }
    if (!identity.hasSettled()) {
      return;
    }
    byte[] bytes = new byte[VALUE_OFFSET + value.length];
    ByteBuffer to = Checksums.littleEndian(bytes);
    to.putLong(0, MAGIC)
        .putInt(LENGTH_OFFSET, value.length)
        .putLong(IDENTITY_OFFSET, identity.device())
        .putLong(IDENTITY_OFFSET + 8, identity.inode())
        .putLong(IDENTITY_OFFSET + 16, identity.size())
        .putLong(IDENTITY_OFFSET + 24, identity.mtimeNs())
        .putLong(IDENTITY_OFFSET + 32, identity.ctimeNs())
        .put(VALUE_OFFSET, value);
    int crc = Checksums.crc32c(bytes, LENGTH_OFFSET, bytes.length - LENGTH_OFFSET);
    to.putInt(CRC_OFFSET, crc);
    try {
      Files.createDirectories(directory, TraceFiles.PRIVATE_DIRECTORY);
      TraceFiles.replace(file(identity), bytes);
    } catch (IOException e) {
      // A cache that cannot be written is a slow one.
    }
  }
}
