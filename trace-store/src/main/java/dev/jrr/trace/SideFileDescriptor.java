package dev.jrr.trace;

/**
 * Files of fixed-size records that a reader can do without: {@code index} and {@code resolved}.
 * Little-endian; each record has its own CRC32C, and one that fails it is as if absent.
 *
 * <pre>
 *   first record   0 magic (8)   8 tag (4), 0 (4)      16 0 (4)            20 CRC of 0..19
 *   index          0 event (8)   8 chunk's offset (8)  16 file number (4)  20 CRC of 0..19
 *   resolved       0 event (8)   8 value (8)           16 kind (4)         20 CRC of 0..19
 * </pre>
 *
 * Kinds of resolved: 0 stops (4) and false visits (4), 1 microseconds, 2 a word, 3 a filter; words
 * and filters in their order.
 */
final class SideFileDescriptor {
  /** The bytes {@code jrrindex}. */
  static final long INDEX_MAGIC = 0x7865646e6972726aL;

  /** The bytes {@code jrrpoint}. */
  static final long RESOLVED_MAGIC = 0x746e696f7072726aL;

  static final int KEY_OFFSET = 0;
  static final int VALUE_OFFSET = 8;
  static final int FILE_OFFSET = 16;
  static final int CRC_OFFSET = 20;
  static final int RECORD_LENGTH = 24;

  private SideFileDescriptor() {}
}
