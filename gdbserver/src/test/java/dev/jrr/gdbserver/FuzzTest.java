package dev.jrr.gdbserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.PacketEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nonsense of all kinds: whatever comes in, the server stays up, answers, and reports no fault of
 * its own. Seeds are fixed; {@code -Djrr.fuzz.seed} tries another.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("jrr.fuzz.seed", 20_260_101L);

  /** Packets of real sessions with stock gdb, and some that it sends only at times. */
  private static final List<String> VALID =
      List.of(
          "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;fork-events+;no-resumed+",
          "vCont?",
          "vMustReplyEmpty",
          "QStartNoAckMode",
          "!",
          "Hgp0.0",
          "qXfer:features:read:target.xml:0,ffb",
          "qTStatus",
          "?",
          "qXfer:threads:read::0,1000",
          "qAttached:1234",
          "Hc-1",
          "qC",
          "qfThreadInfo",
          "qsThreadInfo",
          "g",
          "p10",
          "P1=00000000000000ff",
          "qXfer:exec-file:read:1234:0,1000",
          "vFile:setfs:0",
          "vFile:open:2f7265636f726465642f636f756e74696e67,0,1c0",
          "vFile:pread:0,3fff,0",
          "vFile:fstat:0",
          "vFile:close:0",
          "qSymbol::",
          "qXfer:auxv:read::0,1000",
          "m401000,40",
          "x401000,40",
          "M402000,2:abcd",
          "X402000,2:ab",
          "QPassSignals:e;10;14;17",
          "QProgramSignals:0;1;3",
          "Z0,401007,1;X9,260000164022051327",
          "vCont;c:p1234.-1",
          "z0,401007,1",
          "Z2,402000,8",
          "vCont;s:p1234.1234;c:p1234.-1",
          "z2,402000,8",
          "vCont;r401000,401020:p1234.1234",
          "bs",
          "bc",
          "s",
          "c",
          "Tp1234.1235",
          "qThreadExtraInfo,p1234.1235",
          "qXfer:siginfo:read::0,80",
          "qRcmd,7768656e",
          "vRun;;61",
          "QNonStop:0",
          "vKill;1234",
          "R00",
          "D;1234",
          "k");

  private final List<LogRecord> faults = new ArrayList<>();
  private final Logger logger = Logger.getLogger("dev.jrr.gdbserver");
  private final Handler collector =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()) {
            faults.add(record);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void collectFaults() {
    logger.addHandler(collector);
  }

  @AfterEach
  void expectNoFault() {
    logger.removeHandler(collector);
    assertThat(faults).as("seed %d", SEED).isEmpty();
  }

  private static EmbeddedChannel newConnection() {
    FakeTarget target = FakeTarget.counting();
    target.files.put("/recorded/counting", new byte[5000]);
    EmbeddedChannel channel = new EmbeddedChannel(new PacketDecoder());
    channel.pipeline().addLast(new DebuggerConnection(channel, target, Runnable::run, () -> {}));
    return channel;
  }

  private static byte[] framed(String payload) {
    return PacketEncoder.frame(payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String drain(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  /** A connection that is still open must still answer, if need be after it is cleared. */
  private static void expectAlive(EmbeddedChannel channel, String after) {
    if (!channel.isOpen()) {
      return;
    }
    drain(channel);
    channel.writeInbound(Unpooled.wrappedBuffer("#00".getBytes(StandardCharsets.US_ASCII)));
    drain(channel);
    channel.writeInbound(Unpooled.wrappedBuffer(framed("vCont?")));
    assertThat(drain(channel)).as(after).contains("$vCont;c;C;s;S;t;r#");
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      EmbeddedChannel channel = newConnection();
      for (int j = 0; j < 10; j++) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        channel.writeInbound(Unpooled.wrappedBuffer(noise));
      }
      expectAlive(channel, "round " + i);
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void survivesRandomPayloads() {
    Random random = new Random(SEED + 1);
    EmbeddedChannel channel = newConnection();
    String alphabet = "0123456789abcdef,;:-=pXgGmMzZvqQHcsTtrCb?.!kDR\0\u00ff";
    for (int i = 0; i < 30_000; i++) {
      StringBuilder payload = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        payload.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      channel.writeInbound(Unpooled.wrappedBuffer(framed(payload.toString())));
      drain(channel);
      if (!channel.isOpen()) {
        channel = newConnection();
      }
    }
    expectAlive(channel, "the last round");
    channel.finishAndReleaseAll();
  }

  @Test
  void survivesMutatedSessions() {
    Random random = new Random(SEED + 2);
    for (int i = 0; i < 1_000; i++) {
      EmbeddedChannel channel = newConnection();
      for (String packet : VALID) {
        if (!channel.isOpen()) {
          break;
        }
        String mutated = random.nextInt(3) == 0 ? mutate(packet, random) : packet;
        byte[] bytes = framed(mutated);
        if (random.nextInt(50) == 0) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        drain(channel);
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      }
      expectAlive(channel, "session " + i);
      channel.finishAndReleaseAll();
    }
  }

  /** One to three bytes changed, removed, repeated or put in; or a number made huge. */
  private static String mutate(String packet, Random random) {
    StringBuilder text = new StringBuilder(packet);
    for (int changes = 1 + random.nextInt(3); changes > 0 && text.length() > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, text.charAt(at));
        case 3 -> text.insert(at, "ffffffffffffffff");
        case 4 -> text.setLength(at);
        default -> text.insert(at, ",;:-p0".charAt(random.nextInt(6)));
      }
    }
    return text.toString();
  }

  @Test
  void answersEachPacketOfAValidSession() {
    EmbeddedChannel channel = newConnection();
    for (String packet : VALID) {
      channel.writeInbound(Unpooled.wrappedBuffer(framed(packet)));
      String answer = drain(channel);
      if (packet.equals("R00") || packet.equals("k")) {
        assertThat(answer).as(packet).doesNotContain("$");
      } else {
        assertThat(answer).as(packet).contains("$").doesNotContain("$E16");
      }
    }
    channel.finishAndReleaseAll();
  }

  @Test
  void asksForDamagedPacketsAgainAndRepeatsItsOwn() {
    EmbeddedChannel channel = newConnection();
    channel.writeInbound(Unpooled.wrappedBuffer("$qC#00".getBytes(StandardCharsets.US_ASCII)));
    assertThat(drain(channel)).isEqualTo("-");
    channel.writeInbound(Unpooled.wrappedBuffer(framed("qC")));
    assertThat(drain(channel)).isEqualTo("+$QC1234#5e");
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'-'}));
    assertThat(drain(channel)).isEqualTo("$QC1234#5e");
    channel.writeInbound(Unpooled.wrappedBuffer(framed("QStartNoAckMode")));
    assertThat(drain(channel)).isEqualTo("+$OK#9a");
    channel.writeInbound(Unpooled.wrappedBuffer(framed("qC")));
    assertThat(drain(channel)).isEqualTo("$QC1234#5e");
    channel.writeInbound(Unpooled.wrappedBuffer("$qC#00".getBytes(StandardCharsets.US_ASCII)));
    assertThat(drain(channel)).startsWith("$E" + Hex.ofByte(22));
    channel.finishAndReleaseAll();
  }

  @Test
  void refusesPacketsThatAreTooLongAndGoesOn() {
    EmbeddedChannel channel = newConnection();
    ByteArrayOutputStream huge = new ByteArrayOutputStream();
    huge.writeBytes(framed("m" + "0".repeat(PacketDecoder.MAX_PAYLOAD_BYTES)));
    channel.writeInbound(Unpooled.wrappedBuffer(huge.toByteArray()));
    assertThat(drain(channel)).startsWith("+$E07");
    expectAlive(channel, "a packet too long");
    channel.finishAndReleaseAll();
  }
}
