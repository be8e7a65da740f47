package dev.jrr.gdbserver;

import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.target.Target;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A gdb remote server for one target. It talks to one debugger at a time; a second connection is
 * closed at once, and so is one of another user over the loopback interface.
 *
 * <p>Two threads: one of Netty's reads and writes the socket, and the target thread, which the
 * caller owns, does everything with the target. Its executor must run tasks one at a time in the
 * order given.
 */
public final class GdbServer implements AutoCloseable {
  /** How long a server lives. */
  public enum Lifetime {
    /** Until it is closed; debuggers may come and go. */
    UNTIL_CLOSED,
    /** Until its first debugger has gone. */
    ONE_DEBUGGER
  }

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int CLOSE_TIMEOUT_MS = 2_000;

  private final Target target;
  private final Executor targetThread;
  private final Lifetime lifetime;
  private final EventLoopGroup io =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("jrr-gdb", true), NioIoHandler.newFactory());
  private final AtomicReference<@Nullable Channel> debugger = new AtomicReference<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable OwnerOnlySocket unixSocket;
  private volatile @Nullable Channel listener;
  private volatile @Nullable SocketAddress address;

  private GdbServer(Target target, Executor targetThread, Lifetime lifetime) {
    this.target = target;
    this.targetThread = targetThread;
    this.lifetime = lifetime;
  }

  /**
   * Starts to listen; a debugger can connect as soon as this returns.
   *
   * @param where where to listen; its warning, if it has one, is the caller's to show
   * @param target what is debugged
   * @param targetThread runs everything that touches the target
   * @param lifetime how long
   * @throws IOException when the address cannot be had
   */
  public static GdbServer start(
      ListenAddress where, Target target, Executor targetThread, Lifetime lifetime)
      throws IOException {
    GdbServer server = new GdbServer(target, targetThread, lifetime);
    try {
      server.listen(where);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The same, until closed. */
  public static GdbServer start(ListenAddress where, Target target, Executor targetThread)
      throws IOException {
    return start(where, target, targetThread, Lifetime.UNTIL_CLOSED);
  }

  private void listen(ListenAddress where) throws IOException {
    if (where instanceof ListenAddress.UnixSocket unix) {
      OwnerOnlySocket socket = OwnerOnlySocket.prepare(unix.path());
      unixSocket = socket;
      bind(NioServerDomainSocketChannel.class, UnixDomainSocketAddress.of(socket.bindPath()));
      socket.publish();
      address = UnixDomainSocketAddress.of(unix.path());
    } else {
      Channel bound = bind(NioServerSocketChannel.class, inetAddress(where));
      address = bound.localAddress();
    }
  }

  private static InetSocketAddress inetAddress(ListenAddress where) throws IOException {
    if (where instanceof ListenAddress.Network network) {
      return network.address();
    }
    int port = ((ListenAddress.Loopback) where).port();
    return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
  }

  private Channel bind(Class<? extends ServerChannel> kind, SocketAddress at) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(io)
            .channel(kind)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                });
    ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + at, bound.cause());
    }
    listener = bound.channel();
    return bound.channel();
  }

  private void accept(Channel channel) {
    if (isForeign(channel) || !debugger.compareAndSet(null, channel)) {
      channel.close();
      return;
    }
    channel
        .pipeline()
        .addLast(new PacketDecoder())
        .addLast(new DebuggerConnection(channel, target, targetThread, () -> departed(channel)));
  }

  /** Whether a connection to the loopback interface comes from another user of the machine. */
  private static boolean isForeign(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress peer
        && channel.localAddress() instanceof InetSocketAddress local
        && local.getAddress().isLoopbackAddress()
        && PeerOwner.isForeign(peer, local);
  }

  /** A debugger has gone and nothing of it is left in the target. */
  private void departed(Channel channel) {
    debugger.compareAndSet(channel, null);
    if (lifetime == Lifetime.ONE_DEBUGGER) {
      close();
    }
  }

  /** Where the server listens, with the port that it got. */
  public SocketAddress address() {
    SocketAddress bound = address;
    if (bound == null) {
      throw new IllegalStateException("not listening");
    }
    return bound;
  }

  /** Waits until the server is closed, by {@link #close} or by the end of its lifetime. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /**
   * Stops listening, drops the debugger and interrupts what runs for it. Returns when the socket is
   * gone; the target thread may still be about to clear up. Never waits for the target thread, so
   * it may be called there.
   *
   * <p>The owner may call it while the debugger departs: a second call waits for the first one,
   * since Netty warns of what is asked of it while it ends.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      drop(listener);
      drop(debugger.get());
      OwnerOnlySocket socket = unixSocket;
      if (socket != null) {
        socket.remove();
      }
      // The kernel closes a channel that a selector knows only when that selector is closed too.
      io.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
          .addListener(done -> closed.countDown());
    }
    if (!onIoThread()) {
      io.terminationFuture().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
    }
  }

  private boolean onIoThread() {
    for (EventExecutor loop : io) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }

  private void drop(@Nullable Channel channel) {
    if (channel == null) {
      return;
    }
    ChannelFuture gone = channel.close();
    if (!onIoThread()) {
      gone.awaitUninterruptibly(CLOSE_TIMEOUT_MS);
    }
  }
}
