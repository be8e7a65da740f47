package dev.jrr.trace;

/**
 * The SHA-256 of a mapped file's contents, in lower-case hex (64 digits): its name in the object
 * store.
 */
public record ObjectId(String sha256) {
  /** Bytes of a SHA-256. */
  static final int LENGTH = 32;

  private static final String DIGITS = "0123456789abcdef";

  public ObjectId {
    if (sha256.length() != 2 * LENGTH) {
      throw new IllegalArgumentException("not a SHA-256 in hex: " + sha256);
    }
    for (int i = 0; i < sha256.length(); i++) {
      if (DIGITS.indexOf(sha256.charAt(i)) < 0) {
        throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + sha256);
      }
    }
  }

  /** The id of these {@link #LENGTH} bytes of digest. */
  public static ObjectId of(byte[] digest) {
    StringBuilder text = new StringBuilder(2 * LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt(digest[i] >> 4 & 0xf)).append(DIGITS.charAt(digest[i] & 0xf));
    }
    return new ObjectId(text.toString());
  }

  /** The digest's {@link #LENGTH} bytes. */
  public byte[] toBytes() {
    byte[] digest = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int high = DIGITS.indexOf(sha256.charAt(2 * i));
      digest[i] = (byte) (high << 4 | DIGITS.indexOf(sha256.charAt(2 * i + 1)));
    }
    return digest;
  }
}
