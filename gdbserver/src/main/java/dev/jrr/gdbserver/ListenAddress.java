package dev.jrr.gdbserver;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server waits for a debugger. Whoever connects sees all that the program saw and can run
 * monitor commands, so the safe places are the default and the unsafe one says so.
 */
public sealed interface ListenAddress {
  /** A free port of the loopback interface. */
  static ListenAddress anyPort() {
    return new Loopback(0);
  }

  /** What the user should be told about listening here, if anything. */
  default Optional<String> warning() {
    return Optional.empty();
  }

  /**
   * A port of the loopback interface (127.0.0.1).
   *
   * @param port the port, or 0 for any that is free
   */
  record Loopback(int port) implements ListenAddress {}

  /**
   * A Unix socket that only its owner can connect to (mode 0600).
   *
   * @param path where; nothing may be there yet, and nothing is left there after close
   */
  record UnixSocket(Path path) implements ListenAddress {}

  /**
   * Any other address, reachable by others.
   *
   * @param address what to bind to
   */
  record Network(InetSocketAddress address) implements ListenAddress {
    @Override
    public Optional<String> warning() {
      return address.getAddress() != null && address.getAddress().isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(
              "anyone who can reach "
                  + address
                  + " can read what the program saw: the gdb protocol has no passwords");
    }
  }
}
