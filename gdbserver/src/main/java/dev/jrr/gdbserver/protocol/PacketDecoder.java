package dev.jrr.gdbserver.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Turns a stream of bytes into {@link Inbound} events, one byte at a time, holding no more than one
 * packet.
 */
public final class PacketDecoder extends ByteToMessageDecoder {
  /** The longest payload taken; what the server tells gdb as PacketSize. */
  public static final int MAX_PAYLOAD_BYTES = 0x20000;

  private static final int INTERRUPT = 0x03;
  private static final int ESCAPE_BIT = 0x20;
  private static final int RUN_BASE = 29;

  private enum State {
    BETWEEN,
    PLAIN,
    ESCAPED,
    RUN,
    CHECKSUM_HIGH,
    CHECKSUM_LOW
  }

  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private State state = State.BETWEEN;
  private int sum;
  private int checksumHigh;
  private int last;
  private boolean tooLong;
  private boolean damaged;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    while (in.isReadable()) {
      int next = in.readUnsignedByte();
      switch (state) {
        case BETWEEN -> between(next, out);
        case PLAIN -> plain(next);
        case ESCAPED -> escaped(next);
        case RUN -> run(next);
        case CHECKSUM_HIGH -> {
          checksumHigh = Hex.digit(next);
          state = State.CHECKSUM_LOW;
        }
        case CHECKSUM_LOW -> {
          out.add(finish(checksumHigh, Hex.digit(next)));
          state = State.BETWEEN;
        }
      }
    }
  }

  private void between(int next, List<Object> out) {
    switch (next) {
      case '$' -> begin();
      case '+' -> out.add(new Inbound.Ack());
      case '-' -> out.add(new Inbound.Nak());
      case INTERRUPT -> out.add(new Inbound.Interrupt());
      default -> {
        // Line noise, or the rest of something that was cut: skipped, as gdb's own server does.
      }
    }
  }

  private void begin() {
    payload.reset();
    sum = 0;
    last = -1;
    tooLong = false;
    damaged = false;
    state = State.PLAIN;
  }

  private void plain(int next) {
    if (next == '$') {
      begin();
      return;
    }
    if (next == '#') {
      state = State.CHECKSUM_HIGH;
      return;
    }
    sum += next;
    if (next == '}') {
      state = State.ESCAPED;
    } else if (next == '*') {
      state = State.RUN;
    } else {
      append(next, 1);
    }
  }

  /** The byte after an escape; the two framing bytes end the packet even here. */
  private void escaped(int next) {
    state = State.PLAIN;
    if (next == '#' || next == '$') {
      damaged = true;
      plain(next);
      return;
    }
    sum += next;
    append(next ^ ESCAPE_BIT, 1);
  }

  private void run(int next) {
    state = State.PLAIN;
    if (next == '#' || next == '$') {
      damaged = true;
      plain(next);
      return;
    }
    sum += next;
    int repeats = next - RUN_BASE;
    if (last < 0 || repeats < 1) {
      damaged = true;
      return;
    }
    append(last, repeats);
  }

  private void append(int value, int times) {
    if (payload.size() + times > MAX_PAYLOAD_BYTES) {
      tooLong = true;
      return;
    }
    for (int i = 0; i < times; i++) {
      payload.write(value);
    }
    last = value;
  }

  private Inbound finish(int high, int low) {
    if (damaged || high < 0 || low < 0 || (high << 4 | low) != (sum & 0xff)) {
      return new Inbound.Damaged();
    }
    return tooLong ? new Inbound.TooLong() : new Inbound.Packet(payload.toByteArray());
  }
}
