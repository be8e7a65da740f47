package dev.jrr.trace;

/** The SHA-256 of a mapped file's contents, in lower-case hex (64 digits): its name in the object store. */
public record ObjectId(String sha256) {
  public ObjectId {
    if (sha256.length() != 64 || !sha256.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new IllegalArgumentException("not a SHA-256 in hex: " + sha256);
    }
  }
}
