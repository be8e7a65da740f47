package dev.jrr.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and writes {@code HEADER}, laid out as {@link HeaderDescriptor} says. */
final class HeaderFile {
  private HeaderFile() {}

  static void write(Path directory, TraceHeader header) {
    Path file = directory.resolve(TraceFiles.HEADER);
    byte[] body = body(header);
    if (body.length > HeaderDescriptor.MAX_BODY_LENGTH) {
      throw new TraceException.CannotCreate(file, "the command line is too long", null);
    }
    ByteBuffer bytes =
        Checksums.littleEndian(new byte[HeaderDescriptor.PREFIX_LENGTH + body.length]);
    byte[] version = header.jrrVersion().getBytes(StandardCharsets.US_ASCII);
    bytes
        .putLong(HeaderDescriptor.MAGIC_OFFSET, HeaderDescriptor.MAGIC)
        .putShort(HeaderDescriptor.MAJOR_OFFSET, (short) header.major())
        .putShort(HeaderDescriptor.MINOR_OFFSET, (short) header.minor())
        .putInt(HeaderDescriptor.BODY_LENGTH_OFFSET, body.length)
        .putLong(HeaderDescriptor.REQUIRED_OFFSET, header.requiredFeatures())
        .put(HeaderDescriptor.VERSION_OFFSET, version)
        .putInt(HeaderDescriptor.BODY_CRC_OFFSET, Checksums.crc32c(body, 0, body.length))
        .put(HeaderDescriptor.PREFIX_LENGTH, body);
    int crc = Checksums.crc32c(bytes.array(), 0, HeaderDescriptor.PREFIX_CRC_OFFSET);
    bytes.putInt(HeaderDescriptor.PREFIX_CRC_OFFSET, crc);
    try {
      TraceFiles.replace(file, bytes.array());
    } catch (IOException e) {
      throw new TraceException.CannotCreate(file, TraceException.reason(e), e);
    }
  }

  private static byte[] body(TraceHeader header) {
    Fields to = Fields.writing();
    to.putLong(header.uuid().getMostSignificantBits());
    to.putLong(header.uuid().getLeastSignificantBits());
    to.putLong(header.startTimeMs());
    HostManifest host = header.host();
    to.putInt(host.cpuid().size());
    for (int i = 0; i < host.cpuid().size(); i++) {
      HostManifest.CpuidLeaf leaf = host.cpuid().get(i);
      to.putInt(leaf.leaf());
      to.putInt(leaf.subleaf());
      to.putInt(leaf.eax());
      to.putInt(leaf.ebx());
      to.putInt(leaf.ecx());
      to.putInt(leaf.edx());
    }
    to.putLong(host.xcr0());
    to.putText(host.kernelRelease());
    to.putInt(host.pageSize());
    to.putInt(host.cpuNumber());
    to.putTexts(header.commandLine());
    to.putText(header.workingDirectory());
    to.putTexts(header.recordOptions());
    return to.toBytes();
  }

  /**
   * Reads and checks it. Versions are looked at only when the prefix is known to be whole, so that
   * a damaged one is not told as too new.
   */
  static TraceHeader read(Path directory) {
    Path file = directory.resolve(TraceFiles.HEADER);
    byte[] bytes = readAll(directory, file);
    ByteBuffer prefix = Checksums.littleEndian(bytes);
    int crc = Checksums.crc32c(bytes, 0, HeaderDescriptor.PREFIX_CRC_OFFSET);
    if (prefix.getInt(HeaderDescriptor.PREFIX_CRC_OFFSET) != crc) {
      throw new TraceException.Corrupt(file, 0, "the header's checksum does not match");
    }
    int major = Short.toUnsignedInt(prefix.getShort(HeaderDescriptor.MAJOR_OFFSET));
    int minor = Short.toUnsignedInt(prefix.getShort(HeaderDescriptor.MINOR_OFFSET));
    long required = prefix.getLong(HeaderDescriptor.REQUIRED_OFFSET);
    String version = version(bytes);
    checkVersion(directory, major, minor, required, version);
    int length = prefix.getInt(HeaderDescriptor.BODY_LENGTH_OFFSET);
    if (bytes.length - HeaderDescriptor.PREFIX_LENGTH != length) {
      throw new TraceException.Corrupt(
          file,
          bytes.length,
          "the body has "
              + (bytes.length - HeaderDescriptor.PREFIX_LENGTH)
              + " bytes instead of "
              + length);
    }
    if (prefix.getInt(HeaderDescriptor.BODY_CRC_OFFSET)
        != Checksums.crc32c(bytes, HeaderDescriptor.PREFIX_LENGTH, length)) {
      throw new TraceException.Corrupt(
          file, HeaderDescriptor.PREFIX_LENGTH, "the body's checksum does not match");
    }
    try {
      Fields from = Fields.reading(bytes, HeaderDescriptor.PREFIX_LENGTH, length);
      TraceHeader header = parse(from, major, minor, required, version);
      if (minor <= HeaderDescriptor.MINOR && from.remaining() != 0) {
        throw new IllegalArgumentException(from.remaining() + " bytes too many");
      }
      return header;
    } catch (RuntimeException e) {
      throw new TraceException.Corrupt(
          file, HeaderDescriptor.PREFIX_LENGTH, "the body makes no sense: " + e, e);
    }
  }

  private static byte[] readAll(Path directory, Path file) {
    BasicFileAttributes attributes = TraceFiles.attributes(file);
    if (attributes == null) {
      throw new TraceException.NotATrace(directory, "it has no file " + TraceFiles.HEADER);
    }
    int limit = HeaderDescriptor.PREFIX_LENGTH + HeaderDescriptor.MAX_BODY_LENGTH + 1;
    byte[] bytes = TraceFiles.read(file, limit);
    boolean magic =
        bytes != null
            && bytes.length >= Long.BYTES
            && Checksums.littleEndian(bytes).getLong(0) == HeaderDescriptor.MAGIC;
    if (bytes == null || !magic) {
      throw new TraceException.NotATrace(directory, "its HEADER does not begin as one of jrr");
    }
    if (bytes.length < HeaderDescriptor.PREFIX_LENGTH || bytes.length == limit) {
      throw new TraceException.Corrupt(
          file, bytes.length, "a header cannot have " + bytes.length + " bytes");
    }
    return bytes;
  }

  private static void checkVersion(
      Path directory, int major, int minor, long required, String version) {
    if (major < HeaderDescriptor.MAJOR) {
      throw new TraceException.TooOld(directory, major, minor, version);
    }
    if (major > HeaderDescriptor.MAJOR) {
      throw new TraceException.TooNew(
          directory,
          "its format is "
              + major
              + "."
              + minor
              + ", this jrr reads "
              + HeaderDescriptor.MAJOR
              + ".x",
          version);
    }
    long unknown = required & ~HeaderDescriptor.KNOWN_FEATURES;
    if (unknown != 0) {
      throw new TraceException.TooNew(
          directory,
          "it needs features that this jrr does not know (bits 0x"
              + Long.toHexString(unknown)
              + ")",
          version);
    }
  }

  private static String version(byte[] bytes) {
    int end = HeaderDescriptor.VERSION_OFFSET;
    while (end < HeaderDescriptor.BODY_CRC_OFFSET && bytes[end] != 0) {
      end++;
    }
    int length = end - HeaderDescriptor.VERSION_OFFSET;
    return new String(bytes, HeaderDescriptor.VERSION_OFFSET, length, StandardCharsets.US_ASCII);
  }

  private static TraceHeader parse(
      Fields from, int major, int minor, long required, String version) {
    UUID uuid = new UUID(from.getLong(), from.getLong());
    long startTimeMs = from.getLong();
    int leaves = from.getCount(6 * Integer.BYTES);
    List<HostManifest.CpuidLeaf> cpuid = new ArrayList<>(leaves);
    for (int i = 0; i < leaves; i++) {
      cpuid.add(
          new HostManifest.CpuidLeaf(
              from.getInt(),
              from.getInt(),
              from.getInt(),
              from.getInt(),
              from.getInt(),
              from.getInt()));
    }
    HostManifest host =
        new HostManifest(cpuid, from.getLong(), from.getText(), from.getInt(), from.getInt());
    return new TraceHeader(
        uuid,
        major,
        minor,
        required,
        version,
        startTimeMs,
        host,
        from.getTexts(),
        from.getText(),
        minor >= HeaderDescriptor.MINOR_WITH_OPTIONS ? from.getTexts() : List.of());
  }
}
