package dev.jrr.cli;

import dev.jrr.gdbserver.ListenAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Where a user wants gdb to be served: {@code HOST:PORT}, {@code :PORT} or a socket's path. */
final class Listening {
  private Listening() {}

  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (text.contains("/") || colon < 0) {
      return new ListenAddress.UnixSocket(Path.of(text));
    }
    String host = text.substring(0, colon);
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (host.isEmpty() || InetAddress.getByName(host).isLoopbackAddress()) {
        return new ListenAddress.Loopback(port);
      }
      return new ListenAddress.Network(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (NumberFormatException | UnknownHostException wrong) {
      throw CliException.usage(
          "--listen " + text, "it takes HOST:PORT or the path of a socket", "try --listen :1234");
    }
  }
}
