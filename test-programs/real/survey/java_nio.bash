# Java's channels carry 100 kB between two threads, and a child process answers.
# needs: java

cat > Channels.java << 'END'
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

public class Channels {
  private static void serve(ServerSocketChannel server) {
    try (SocketChannel channel = server.accept()) {
      channel.write(ByteBuffer.wrap(new byte[100_000]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws Exception {
    var server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    new Thread(() -> serve(server)).start();
    var channel = SocketChannel.open(server.getLocalAddress());
    var buffer = ByteBuffer.allocate(200_000);
    while (channel.read(buffer) >= 0) {}
    System.out.println(buffer.position());
    Process child = new ProcessBuilder("echo", "hi").start();
    System.out.print(new String(child.getInputStream().readAllBytes()));
    System.out.println(child.waitFor());
  }
}
END
java Channels.java
