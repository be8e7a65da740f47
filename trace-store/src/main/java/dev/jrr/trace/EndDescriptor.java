package dev.jrr.trace;

/**
 * The file {@code END}, written last and whole (it is renamed into place): its presence says that
 * the recording came to its end, its contents where each stream ends. Little-endian.
 *
 * <pre>
 *   0       8     12       16         24        32           40          48           56
 *   +-------+-----+--------+----------+---------+------------+-----------+------------+
 *   | magic | tag | status | end time | frames  | frame bytes| data bytes| file bytes |
 *   +-------+-----+--------+----------+---------+------------+-----------+------------+
 *   56            60           64             72           80            84
 *   +-------------+------------+--------------+------------+-------------+
 *   | frames file | data file  | frames size  | data size  | CRC 0 to 79 |
 *   +-------------+------------+--------------+------------+-------------+
 * </pre>
 *
 * Status is as wait(2) gives it; end time is in milliseconds since 1970. Frames are also the last
 * event's number. Frame and data bytes are uncompressed, file bytes compressed. Files are the
 * numbers of the last file of each stream, sizes are the lengths of these.
 */
final class EndDescriptor {
  /** The bytes {@code jrr-end}, 0. */
  static final long MAGIC = 0x00646e652d72726aL;

  static final int MAGIC_OFFSET = 0;
  static final int TAG_OFFSET = 8;
  static final int STATUS_OFFSET = 12;
  static final int TIME_OFFSET = 16;
  static final int FRAMES_OFFSET = 24;
  static final int FRAME_BYTES_OFFSET = 32;
  static final int DATA_BYTES_OFFSET = 40;
  static final int FILE_BYTES_OFFSET = 48;
  static final int FRAMES_FILE_OFFSET = 56;
  static final int DATA_FILE_OFFSET = 60;
  static final int FRAMES_SIZE_OFFSET = 64;
  static final int DATA_SIZE_OFFSET = 72;
  static final int CRC_OFFSET = 80;
  static final int LENGTH = 84;

  private EndDescriptor() {}
}
