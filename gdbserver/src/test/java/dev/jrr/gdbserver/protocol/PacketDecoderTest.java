package dev.jrr.gdbserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketDecoderTest {
  private static List<Inbound> decode(byte[]... pieces) {
    EmbeddedChannel channel = new EmbeddedChannel(new PacketDecoder());
    for (byte[] piece : pieces) {
      channel.writeInbound(Unpooled.wrappedBuffer(piece));
    }
    List<Inbound> events = new ArrayList<>();
    for (Object event = channel.readInbound(); event != null; event = channel.readInbound()) {
      events.add((Inbound) event);
    }
    return events;
  }

  private static List<Inbound> decode(String stream) {
    return decode(stream.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String payload(Inbound event) {
    return new String(((Inbound.Packet) event).payload(), StandardCharsets.ISO_8859_1);
  }

  private static String framed(String raw) {
    int sum = raw.chars().sum() & 0xff;
    return "$" + raw + "#" + Hex.ofByte(sum);
  }

  @Test
  void readsPacketsAcksAndInterrupts() {
    List<Inbound> events = decode("+$g#67-\003noise$OK#9A");
    assertThat(events).hasSize(5);
    assertThat(events.get(0)).isInstanceOf(Inbound.Ack.class);
    assertThat(payload(events.get(1))).isEqualTo("g");
    assertThat(events.get(2)).isInstanceOf(Inbound.Nak.class);
    assertThat(events.get(3)).isInstanceOf(Inbound.Interrupt.class);
    assertThat(payload(events.get(4))).isEqualTo("OK");
  }

  @Test
  void readsAnInterruptByteInsideAPacketAsData() {
    assertThat(payload(decode(framed("X1,1:\003")).get(0))).isEqualTo("X1,1:\003");
  }

  @Test
  void undoesEscapesAndRuns() {
    assertThat(payload(decode(framed("a}\003b0* ")).get(0))).isEqualTo("a#b0000");
  }

  @Test
  void readsAPacketThatComesByteByByte() {
    byte[] stream = framed("m401000,10").getBytes(StandardCharsets.US_ASCII);
    byte[][] pieces = new byte[stream.length][];
    for (int i = 0; i < stream.length; i++) {
      pieces[i] = new byte[] {stream[i]};
    }
    List<Inbound> events = decode(pieces);
    assertThat(events).hasSize(1);
    assertThat(payload(events.get(0))).isEqualTo("m401000,10");
  }

  @Test
  void saysSoWhenAPacketIsDamaged() {
    for (String stream :
        List.of("$g#68", "$g#zz", framed("g}"), framed("g*"), framed("* "), framed("g*\034"))) {
      assertThat(decode(stream)).as(stream).hasSize(1);
      assertThat(decode(stream).get(0)).as(stream).isInstanceOf(Inbound.Damaged.class);
    }
  }

  @Test
  void beginsAnewAtADollarSign() {
    List<Inbound> events = decode("$m4010$g#67");
    assertThat(events).hasSize(1);
    assertThat(payload(events.get(0))).isEqualTo("g");
  }

  @Test
  void keepsNoMoreThanAPacketAndGoesOnAfterOneThatIsTooLong() {
    String tooLong = "a".repeat(PacketDecoder.MAX_PAYLOAD_BYTES + 1);
    List<Inbound> events = decode(framed(tooLong) + framed("g"));
    assertThat(events.get(0)).isInstanceOf(Inbound.TooLong.class);
    assertThat(payload(events.get(1))).isEqualTo("g");
    String longest = "a".repeat(PacketDecoder.MAX_PAYLOAD_BYTES);
    assertThat(payload(decode(framed(longest)).get(0))).isEqualTo(longest);
  }

  @Test
  void runsCannotGrowAPacketPastTheLimit() {
    List<Inbound> events = decode(framed("a" + "*~".repeat(PacketDecoder.MAX_PAYLOAD_BYTES / 64)));
    assertThat(events.get(0)).isInstanceOf(Inbound.TooLong.class);
  }

  @Test
  void readsBackWhatTheEncoderWrites() {
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      byte[] payload = new byte[random.nextInt(300)];
      random.nextBytes(payload);
      List<Inbound> events = decode(PacketEncoder.frame(payload));
      assertThat(events).hasSize(1);
      assertThat(((Inbound.Packet) events.get(0)).payload()).isEqualTo(payload);
    }
  }
}
