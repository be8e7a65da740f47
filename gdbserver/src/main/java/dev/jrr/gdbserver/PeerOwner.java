package dev.jrr.gdbserver;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Whose the other end of a loopback connection is. The loopback interface is shared by all users of
 * a machine; the kernel's table of sockets (/proc/net/tcp, proc(5)) says who owns each end.
 */
final class PeerOwner {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final int LOCAL_FIELD = 1;
  private static final int REMOTE_FIELD = 2;
  private static final int USER_FIELD = 7;
  private static final int ROOT = 0;

  private PeerOwner() {}

  /**
   * Whether a connection is known to come from another user. Root is let in, who could do as much
   * without asking; so is whoever cannot be told, where there is no such table.
   *
   * @param peer the other end's address
   * @param local this end's
   */
  static boolean isForeign(InetSocketAddress peer, InetSocketAddress local) {
    for (Path table : TABLES) {
      try {
        OptionalInt user = find(Files.readAllLines(table), peer, local);
        if (user.isPresent()) {
          return user.getAsInt() != ROOT && user.getAsInt() != ownUser();
        }
      } catch (IOException e) {
        System.getLogger(PeerOwner.class.getName())
            .log(System.Logger.Level.DEBUG, "cannot read " + table, e);
      }
    }
    return false;
  }

  private static int ownUser() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** The user of the socket whose own address is {@code peer} and whose other end is this one. */
  static OptionalInt find(List<String> table, InetSocketAddress peer, InetSocketAddress local) {
    if (!(peer.getAddress() instanceof Inet4Address)
        || !(local.getAddress() instanceof Inet4Address)) {
      return OptionalInt.empty();
    }
    String own = written(peer);
    String other = written(local);
    return table.stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(fields -> fields.length > USER_FIELD)
        .filter(fields -> fields[LOCAL_FIELD].endsWith(own) && fields[REMOTE_FIELD].endsWith(other))
        .mapToInt(fields -> Integer.parseInt(fields[USER_FIELD]))
        .findFirst();
  }

  /** As the tables write it; in the one of IPv6 this is the end of a mapped address. */
  private static String written(InetSocketAddress address) {
    int host =
        ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return String.format(Locale.ROOT, "%08X:%04X", host, address.getPort());
  }
}
