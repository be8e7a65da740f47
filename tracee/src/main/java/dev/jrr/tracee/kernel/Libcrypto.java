package dev.jrr.tracee.kernel;

import com.kenai.jffi.Library;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 by OpenSSL's library, where the machine has it: it uses the processor's instructions for
 * it. Java does that, too, but only in what its optimising compiler made, and {@code jrr record},
 * which is over before that one earns back what it costs, runs without it: 60 MB a second instead
 * of a thousand, and the first recording of a program hashes all its libraries.
 */
public final class Libcrypto {
  /** Of OpenSSL 3 and 1.1; their SHA256_* are the same. */
  private static final List<String> NAMES = List.of("libcrypto.so.3", "libcrypto.so.1.1");

  private static final @Nullable Library LIBRARY =
      NAMES.stream()
          .map(name -> Library.getCachedInstance(name, Library.LAZY))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);

  private Libcrypto() {}

  /** A new SHA-256, by the library or else by Java. Its use is one thread's. */
  public static MessageDigest sha256() {
    Library library = LIBRARY;
    if (library != null) {
      long init = library.getSymbolAddress("SHA256_Init");
      long update = library.getSymbolAddress("SHA256_Update");
      long finish = library.getSymbolAddress("SHA256_Final");
      if (init != 0 && update != 0 && finish != 0) {
        return new Sha256(init, update, finish);
      }
    }
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The library's functions, which cannot fail (SHA256_Init(3)), over a context and a buffer. */
  private static final class Sha256 extends MessageDigest {
    private static final int LENGTH = 32;

    /** struct SHA256state_st has 112 bytes (openssl/sha.h). */
    private static final int CONTEXT = 128;

    private static final int BUFFER = 64 << 10;

    private final long init;
    private final long update;
    private final long finish;

    /** The context, the digest, then the buffer; 0 while nothing is being hashed. */
    private long memory;

    Sha256(long init, long update, long finish) {
      super("SHA-256");
      this.init = init;
      this.update = update;
      this.finish = finish;
    }

    private long begun() {
      if (memory == 0) {
        memory = Libc.allocate(CONTEXT + LENGTH + BUFFER);
        Libc.call(init, memory);
      }
      return memory;
    }

    @Override
    protected void engineUpdate(byte input) {
      engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      long context = begun();
      long buffer = context + CONTEXT + LENGTH;
      for (int done = 0; done < length; done += BUFFER) {
        int part = Math.min(BUFFER, length - done);
        Libc.memory().putByteArray(buffer, input, offset + done, part);
        Libc.call(update, context, buffer, part);
      }
    }

    @Override
    protected byte[] engineDigest() {
      long context = begun();
      byte[] digest = new byte[LENGTH];
      Libc.call(finish, context + CONTEXT, context);
      Libc.memory().getByteArray(context + CONTEXT, digest, 0, LENGTH);
      engineReset();
      return digest;
    }

    @Override
    protected void engineReset() {
      if (memory != 0) {
        Libc.memory().freeMemory(memory);
        memory = 0;
      }
    }

    @Override
    protected int engineGetDigestLength() {
      return LENGTH;
    }
  }
}
