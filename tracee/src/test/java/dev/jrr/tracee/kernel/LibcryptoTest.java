package dev.jrr.tracee.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SHA-256 of the machine's library is Java's. */
final class LibcryptoTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65535, 65536, 65537, 1000003})
  void hashesAsJavaDoes(int length) throws Exception {
    Random random = new Random(length);
    byte[] data = new byte[length];
    random.nextBytes(data);
    MessageDigest digest = Libcrypto.sha256();
    for (int from = 0; from < length; ) {
      int part = Math.min(length - from, 1 + random.nextInt(200_000));
      digest.update(data, from, part);
      from += part;
    }
    assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(data));
  }

  @Test
  void hashesAnewAfterADigestOrAReset() throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(new byte[] {7});
    MessageDigest digest = Libcrypto.sha256();
    digest.update(new byte[100]);
    digest.digest();
    digest.update(new byte[100]);
    digest.reset();
    digest.update((byte) 7);
    assertThat(digest.digest()).isEqualTo(expected);
  }
}
