package dev.jrr.trace;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What a trace says of itself before its first frame.
 *
 * @param uuid the trace's identity
 * @param major the format's major version: another one is not read
 * @param minor the format's minor version: a higher one is read, its additions ignored
 * @param requiredFeatures bits of features without which the trace cannot be replayed right
 * @param jrrVersion the version of jrr that wrote it; at most 32 ASCII characters
 * @param startTimeMs milliseconds since 1970
 * @param host the recording machine
 * @param commandLine the recorded program and its arguments
 * @param workingDirectory where it was started
 * @param recordOptions the options of {@code jrr record} that the recording depended on
 */
public record TraceHeader(
    UUID uuid,
    int major,
    int minor,
    long requiredFeatures,
    String jrrVersion,
    long startTimeMs,
    HostManifest host,
    List<String> commandLine,
    String workingDirectory,
    List<String> recordOptions) {
  /** The feature bit of traces with frames of buffered calls (Records, HookStop). */
  public static final long BUFFERED_CALLS = 1;

  /** The feature bit of traces whose Records may hold readings of the time-stamp counter. */
  public static final long BUFFERED_TIME_STAMPS = 2;

  /** The feature bit of traces whose Records may hold mappings of files. */
  public static final long BUFFERED_FILES = 4;

  /** The feature bit of traces whose Records may name contents that were read. */
  public static final long NAMED_READS = 8;

  /** The feature bit of traces where jumps to what a patch has moved may be frames of their own. */
  public static final long MOVED_INSTRUCTIONS = 16;

  public TraceHeader {
    commandLine = List.copyOf(commandLine);
    recordOptions = List.copyOf(recordOptions);
    if (jrrVersion.length() > HeaderDescriptor.VERSION_LENGTH) {
      throw new IllegalArgumentException("a version of more than 32 characters: " + jrrVersion);
    }
    for (int i = 0; i < jrrVersion.length(); i++) {
      if (jrrVersion.charAt(i) <= ' ' || jrrVersion.charAt(i) > '~') {
        throw new IllegalArgumentException("a version that is not plain ASCII: " + jrrVersion);
      }
    }
  }

  /** The header of a recording that starts now, in the format of this jrr, with a new identity. */
  public static TraceHeader now(
      String jrrVersion,
      HostManifest host,
      List<String> commandLine,
      String workingDirectory,
      List<String> recordOptions) {
    return new TraceHeader(
        newUuid(),
        HeaderDescriptor.MAJOR,
        HeaderDescriptor.MINOR,
        0,
        jrrVersion,
        System.currentTimeMillis(),
        host,
        commandLine,
        workingDirectory,
        recordOptions);
  }

  /** The same header for a trace that needs these features, too. */
  public TraceHeader requiring(long features) {
    return new TraceHeader(
        uuid,
        major,
        minor,
        requiredFeatures | features,
        jrrVersion,
        startTimeMs,
        host,
        commandLine,
        workingDirectory,
        recordOptions);
  }

  /** A random UUID; straight from the kernel, as SecureRandom takes long to load. */
  private static UUID newUuid() {
    byte[] random = new byte[16];
    try (FileInputStream source = new FileInputStream("/dev/urandom")) {
      if (source.readNBytes(random, 0, random.length) != random.length) {
        return UUID.randomUUID();
      }
    } catch (IOException e) {
      return UUID.randomUUID();
    }
    ByteBuffer words = ByteBuffer.wrap(random);
    long high = words.getLong() & ~0xf000L | 0x4000L; // version 4 (RFC 4122, 4.4)
    long low = words.getLong() & ~(3L << 62) | 1L << 63; // variant 1
    return new UUID(high, low);
  }

  /** What marks the trace's chunks as its own. */
  int tag() {
    long mixed = uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits();
    return (int) (mixed ^ mixed >>> 32);
  }

  /** Reads the header of the trace in {@code directory}, as {@link TraceReader#open} does. */
  public static TraceHeader read(Path directory) {
    return HeaderFile.read(directory);
  }
}
