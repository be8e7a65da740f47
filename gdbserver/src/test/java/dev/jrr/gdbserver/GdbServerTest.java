package dev.jrr.gdbserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jrr.gdbserver.GdbServer.Lifetime;
import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.PacketEncoder;
import dev.jrr.gdbserver.target.GeneralRegister;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server behind real sockets. */
@Timeout(30)
class GdbServerTest {
  private final ExecutorService targetThread = Executors.newSingleThreadExecutor();
  private final FakeTarget target = FakeTarget.counting();

  @AfterEach
  void stopTargetThread() {
    targetThread.shutdown();
  }

  /** A debugger that speaks in single packets. */
  private record Client(SocketChannel channel) implements AutoCloseable {
    static Client connect(SocketAddress address) throws IOException {
      return new Client(SocketChannel.open(address));
    }

    void send(String payload) throws IOException {
      write(PacketEncoder.frame(payload.getBytes(StandardCharsets.ISO_8859_1)));
    }

    void write(byte... bytes) throws IOException {
      channel.write(ByteBuffer.wrap(bytes));
    }

    /** The next packet's payload, or null at the end of the stream. */
    String receive() throws IOException {
      StringBuilder payload = null;
      ByteBuffer one = ByteBuffer.allocate(1);
      while (channel.read(one) == 1) {
        char next = (char) (one.flip().get() & 0xff);
        one.clear();
        if (next == '$') {
          payload = new StringBuilder();
        } else if (next == '#' && payload != null) {
          return payload.toString();
        } else if (payload != null) {
          payload.append(next);
        }
      }
      return null;
    }

    String ask(String payload) throws IOException {
      send(payload);
      return receive();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void listensOnAFreePortOfTheLoopbackInterface() throws Exception {
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      InetSocketAddress address = (InetSocketAddress) server.address();
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      assertThat(address.getPort()).isPositive();
      assertThat(client.ask("qC")).isEqualTo("QC1234");
    }
  }

  @Test
  void turnsASecondDebuggerAwayAndTakesTheNextAfterTheFirst() throws Exception {
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread)) {
      try (Client first = Client.connect(server.address())) {
        assertThat(first.ask("Z0,40100a,1")).isEqualTo("OK");
        try (Client second = Client.connect(server.address())) {
          assertThat(second.receive()).isNull();
        }
        assertThat(first.ask("qC")).isEqualTo("QC1234");
      }
      String answer = null;
      while (answer == null) {
        try (Client third = Client.connect(server.address())) {
          answer = third.ask("qC");
        } catch (IOException e) {
          Thread.onSpinWait();
        }
      }
      assertThat(answer).isEqualTo("QC1234");
      assertThat(target.breakpoints).isEmpty();
    }
  }

  @Test
  void keepsAUnixSocketToItsOwner(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("gdb.sock");
    GdbServer server = GdbServer.start(new ListenAddress.UnixSocket(path), target, targetThread);
    try (Client client = Client.connect(server.address())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(client.ask("qC")).isEqualTo("QC1234");
      assertThatThrownBy(
              () -> GdbServer.start(new ListenAddress.UnixSocket(path), target, targetThread))
          .isInstanceOf(IOException.class);
      assertThat(client.ask("qC")).as("undisturbed").isEqualTo("QC1234");
    } finally {
      server.close();
    }
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void saysWhenAnAddressIsNotSafe() {
    assertThat(ListenAddress.anyPort().warning()).isEmpty();
    assertThat(new ListenAddress.Network(new InetSocketAddress("0.0.0.0", 0)).warning())
        .hasValueSatisfying(text -> assertThat(text).contains("anyone"));
    assertThat(new ListenAddress.Network(new InetSocketAddress("127.0.0.1", 0)).warning())
        .isEmpty();
  }

  @Test
  void interruptsARunAndAnswersWhatCameMeanwhile() throws Exception {
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      jumpToEndlessLoop(client);
      client.send("vCont;c");
      client.send("qC");
      client.write((byte) 3);
      assertThat(client.receive()).startsWith("T02thread:1234;");
      assertThat(client.receive()).isEqualTo("QC1234");
      assertThat(target.machine.get(GeneralRegister.RIP)).isEqualTo(FakeTarget.SPIN);
    }
  }

  private static void jumpToEndlessLoop(Client client) throws IOException {
    String rip = Hex.of(FakeTarget.SPIN);
    String little = rip.substring(4, 6) + rip.substring(2, 4) + rip.substring(0, 2) + "0000000000";
    assertThat(client.ask("P10=" + little)).isEqualTo("OK");
  }

  @Test
  void aDebuggerThatVanishesStopsItsRunAndEndsTheServer() throws Exception {
    GdbServer server =
        GdbServer.start(ListenAddress.anyPort(), target, targetThread, Lifetime.ONE_DEBUGGER);
    try (Client client = Client.connect(server.address())) {
      client.ask("Z0,401000,1");
      jumpToEndlessLoop(client);
      client.send("vCont;c");
    }
    server.awaitClose();
    assertThat(target.breakpoints).isEmpty();
    assertThatThrownBy(() -> Client.connect(server.address())).isInstanceOf(IOException.class);
  }

  @Test
  void closingTheServerInterruptsTheRun() throws Exception {
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      jumpToEndlessLoop(client);
      client.send("vCont;c");
      client.send("qC");
      server.close();
      server.awaitClose();
      CountDownLatch free = new CountDownLatch(1);
      targetThread.execute(free::countDown);
      free.await();
    }
  }

  /** As when gdb ends: its connection breaks, and what waited for its process closes the server. */
  @RepeatedTest(20)
  void isClosedByItsOwnerWhileTheDebuggerDeparts() throws Exception {
    GdbServer server =
        GdbServer.start(ListenAddress.anyPort(), target, targetThread, Lifetime.ONE_DEBUGGER);
    try (Client client = Client.connect(server.address())) {
      assertThat(client.ask("qC")).isEqualTo("QC1234");
    }
    server.close();
    server.awaitClose();
    assertThatThrownBy(() -> Client.connect(server.address())).isInstanceOf(IOException.class);
  }

  @Test
  void endsTheConnectionWithTheKillOfAPlainDebugger() throws Exception {
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      client.send("k");
      assertThat(client.receive()).isNull();
      assertThat(target.alive).isFalse();
    }
  }

  @Test
  void cutsOffADebuggerThatFloodsAServerThatIsBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      targetThread.execute(
          () -> {
            try {
              busy.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      byte[] packet = PacketEncoder.frame(new byte[0x10000]);
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.write(packet);
                }
              })
          .isInstanceOf(IOException.class);
    } finally {
      busy.countDown();
    }
  }

  @Test
  void knowsWhoseAConnectionIs() throws Exception {
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 0x1f90);
    InetSocketAddress local = new InetSocketAddress("127.0.0.1", 0x0050);
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
            "   0: 0100007F:0050 0100007F:1F90 01 00000000:00000000 00:00000000 00000000    7   0",
            "   1: 0100007F:1F90 0100007F:0050 01 00000000:00000000 00:00000000 00000000 1001   0");
    assertThat(PeerOwner.find(table, peer, local)).hasValue(1001);
    assertThat(PeerOwner.find(table.subList(0, 2), peer, local)).isEmpty();
    assertThat(PeerOwner.isForeign(peer, local)).isFalse();
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread);
        Client client = Client.connect(server.address())) {
      InetSocketAddress own = (InetSocketAddress) client.channel().getLocalAddress();
      List<String> kernel = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
      kernel.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
      assertThat(PeerOwner.find(kernel, own, (InetSocketAddress) server.address()))
          .hasValue((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
  }

  @Test
  void turnsAnotherUserAway() throws Exception {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assumeTrue(root && Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs root and setpriv");
    try (GdbServer server = GdbServer.start(ListenAddress.anyPort(), target, targetThread)) {
      int port = ((InetSocketAddress) server.address()).getPort();
      String ask = "exec 3<>/dev/tcp/127.0.0.1/" + port + " && printf '$qC#b4' >&3; head -c 4 <&3";
      assertThat(outputOf("setpriv", "--reuid=65534", "--clear-groups", "bash", "-c", ask))
          .isEmpty();
      assertThat(outputOf("bash", "-c", ask)).isEqualTo("+$QC");
    }
  }

  private static String outputOf(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }
}
