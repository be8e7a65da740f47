package dev.jrr.trace;

/**
 * The file {@code HEADER}: a prefix of {@link #PREFIX_LENGTH} bytes that no version of the format
 * changes, then a body that the format's version governs. Little-endian.
 *
 * <pre>
 *   0        8     10    12          16               24                56        60        64
 *   +--------+-----+-----+-----------+----------------+-----------------+---------+---------+
 *   | magic  |major|minor|body length| required bits  | jrr version     |body CRC | CRC of  |
 *   |        |     |     |           |                | ASCII, 0-padded |  32C    | 0 to 59 |
 *   +--------+-----+-----+-----------+----------------+-----------------+---------+---------+
 *   | body: fields in the order of TraceHeader and HostManifest, body length bytes          |
 *   +---------------------------------------------------------------------------------------+
 * </pre>
 *
 * A reader of another version can always tell a whole header from a damaged one, and who wrote it.
 * A higher minor version only adds fields at the body's end and never needs them; whatever a reader
 * must know to replay right is a required bit.
 */
final class HeaderDescriptor {
  /** The bytes {@code jrrtrace}. */
  static final long MAGIC = 0x656361727472726aL;

  /** The format that this code writes; the only major version that it reads. */
  static final int MAJOR = 1;

  /** The minor version that this code writes. */
  static final int MINOR = 1;

  /** The first minor version whose body ends with the options of {@code jrr record}. */
  static final int MINOR_WITH_OPTIONS = 1;

  /** The required-feature bits that this code knows. */
  static final long KNOWN_FEATURES =
      TraceHeader.BUFFERED_CALLS
          | TraceHeader.BUFFERED_TIME_STAMPS
          | TraceHeader.BUFFERED_FILES
          | TraceHeader.NAMED_READS
          | TraceHeader.MOVED_INSTRUCTIONS;

  static final int MAGIC_OFFSET = 0;
  static final int MAJOR_OFFSET = 8;
  static final int MINOR_OFFSET = 10;
  static final int BODY_LENGTH_OFFSET = 12;
  static final int REQUIRED_OFFSET = 16;
  static final int VERSION_OFFSET = 24;
  static final int VERSION_LENGTH = 32;
  static final int BODY_CRC_OFFSET = 56;
  static final int PREFIX_CRC_OFFSET = 60;
  static final int PREFIX_LENGTH = 64;

  /**
   * Largest body, bytes: a command line can be 6 MiB (execve(2), three quarters of the 8 MiB that
   * {@code _STK_LIM} gives), twice that in UTF-16.
   */
  static final int MAX_BODY_LENGTH = 16 << 20;

  private HeaderDescriptor() {}
}
