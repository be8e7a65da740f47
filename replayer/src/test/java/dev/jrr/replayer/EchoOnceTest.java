package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class EchoOnceTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final EchoOnce echo =
      new EchoOnce((stream, bytes, length) -> shown.write(bytes, 0, length));

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    echo.write(1, bytes, bytes.length);
  }

  @Test
  void whatIsReplayedAgainIsNotShownAgain() {
    echo.begin(1);
    write("a");
    echo.begin(2);
    write("b");
    echo.begin(1);
    write("a");
    echo.begin(2);
    write("b");
    echo.begin(3);
    write("c");
    assertThat(shown).hasToString("abc");
  }

  @Test
  void anEventThatWasCutShortIsShownFromThereOn() {
    echo.begin(7);
    write("one ");
    echo.begin(7);
    write("one ");
    write("two");
    assertThat(shown).hasToString("one two");
  }
}
