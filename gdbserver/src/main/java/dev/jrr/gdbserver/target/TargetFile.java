package dev.jrr.gdbserver.target;

/** A file of the recorded machine, open for reading, served from the trace. */
public interface TargetFile extends AutoCloseable {
  /**
   * Reads up to {@code lengthBytes} bytes; fewer, or none, at the end of the file.
   *
   * @param offset 0 or more
   */
  byte[] read(long offset, int lengthBytes) throws TargetException;

  /** What stat would have said. */
  Status status() throws TargetException;

  /** Lets go of it; never fails. */
  @Override
  void close();

  /**
   * The part of {@code struct stat} that the protocol carries and a debugger looks at.
   *
   * @param device the device's number
   * @param inode the inode's number
   * @param mode type and permissions, as in st_mode
   * @param lengthBytes its length
   * @param modifiedSeconds when it was last written, in seconds since 1970
   */
  record Status(long device, long inode, int mode, long lengthBytes, long modifiedSeconds) {
    /** The type bits of a regular file, {@code S_IFREG}. */
    public static final int REGULAR_FILE = 0x8000;
  }
}
