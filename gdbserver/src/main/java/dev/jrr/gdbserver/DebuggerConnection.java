package dev.jrr.gdbserver;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.Inbound;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.PacketEncoder;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.session.DebugSession;
import dev.jrr.gdbserver.session.RunGate;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.Target;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One debugger's connection, between Netty's thread and the target thread. Acknowledgments,
 * interrupts and damaged packets are dealt with here at once; packets are handed to the target
 * thread in the order they came and answered from there.
 *
 * <p>While the target runs, its thread is taken, so packets wait; a debugger that knows the
 * protocol sends none. One that sends more than {@link #MOST_WAITING_BYTES} of them is cut off.
 */
final class DebuggerConnection extends SimpleChannelInboundHandler<Inbound> {
  /** How much may wait for the target thread. */
  static final int MOST_WAITING_BYTES = 4 << 20;

  /** What a waiting packet costs beyond its bytes, so that tiny ones count too. */
  private static final int OVERHEAD_BYTES = 256;

  private static final int TEXT_CHUNK_CHARS = PacketDecoder.MAX_PAYLOAD_BYTES / 16;

  private static final System.Logger LOG = System.getLogger(DebuggerConnection.class.getName());

  private final Channel channel;
  private final Executor targetThread;
  private final Runnable afterwards;
  private final RunGate gate = new RunGate();
  private final DebugSession session;
  private final WaitingBytes waiting = new WaitingBytes(MOST_WAITING_BYTES);
  private volatile byte[] lastSent = new byte[0];

  /**
   * @param afterwards run on the target thread when the debugger is gone and nothing of it is left
   */
  DebuggerConnection(Channel channel, Target target, Executor targetThread, Runnable afterwards) {
    this.channel = channel;
    this.targetThread = targetThread;
    this.afterwards = afterwards;
    this.session = new DebugSession(target, this::print, gate);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Inbound inbound) {
    if (inbound instanceof Inbound.Packet packet) {
      acknowledge(true);
      enqueue(packet.payload());
    } else if (inbound instanceof Inbound.Interrupt) {
      gate.interrupt();
    } else if (inbound instanceof Inbound.Nak) {
      resend();
    } else if (inbound instanceof Inbound.TooLong) {
      acknowledge(true);
      answerInTurn(Reply.error(Errno.E2BIG));
    } else if (inbound instanceof Inbound.Damaged) {
      damaged();
    }
  }

  /**
   * While packets are acknowledged, a damaged one is asked for again. Afterwards that cannot be,
   * and since nothing is lost on this kind of wire, the sender is at fault and is told so.
   */
  private void damaged() {
    if (session.acknowledges()) {
      acknowledge(false);
    } else {
      answerInTurn(Reply.error(Errno.EINVAL));
    }
  }

  private void acknowledge(boolean good) {
    if (session.acknowledges()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) (good ? '+' : '-')}));
    }
  }

  private void resend() {
    byte[] packet = lastSent;
    if (packet.length > 0 && session.acknowledges() && channel.isWritable()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(packet));
    }
  }

  private void enqueue(byte[] payload) {
    inTurn(payload.length, () -> answer(session.handle(payload)));
  }

  /** Answers without the target, but after the packets that came before. */
  private void answerInTurn(Reply reply) {
    inTurn(0, () -> answer(reply));
  }

  private void inTurn(int payloadBytes, Runnable task) {
    int cost = payloadBytes + OVERHEAD_BYTES;
    if (!waiting.add(cost)) {
      LOG.log(System.Logger.Level.WARNING, "the debugger sends faster than it is answered");
      channel.close();
      return;
    }
    gate.packetArrived();
    execute(
        () -> {
          try {
            if (channel.isActive()) {
              task.run();
            }
          } finally {
            waiting.remove(cost);
            gate.packetDone();
          }
        });
  }

  private void execute(Runnable task) {
    try {
      targetThread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the target thread is gone", e);
      channel.close();
    }
  }

  private void answer(Reply reply) {
    if (reply.sent()) {
      send(reply.payload());
    }
    if (reply.last()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void send(byte[] payload) {
    byte[] packet = PacketEncoder.frame(payload);
    lastSent = packet;
    channel.writeAndFlush(Unpooled.wrappedBuffer(packet));
  }

  /** Text outside of replies goes in packets of its own, {@code O} and digits. */
  private void print(String text) {
    for (int from = 0; from < text.length(); from += TEXT_CHUNK_CHARS) {
      int to = Math.min(text.length(), from + TEXT_CHUNK_CHARS);
      send(Reply.text("O" + Hex.ofText(text.substring(from, to))).payload());
    }
  }

  /** The debugger is gone: stop what runs for it, then clear up after it. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gate.interrupt();
    try {
      targetThread.execute(
          () -> {
            session.end();
            afterwards.run();
          });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the target thread is gone", e);
      afterwards.run();
    }
  }

  /** The other side broke the connection off; nothing else can fail here. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "connection lost", cause);
    context.close();
  }
}
