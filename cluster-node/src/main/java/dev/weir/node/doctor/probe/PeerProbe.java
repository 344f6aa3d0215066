package dev.weir.node.doctor.probe;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.doctor.Facts.Peers;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.peer.identity.PeerIdentity;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Calls other nodes on the peer link as this node does, and asks nothing.
final class PeerProbe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 5_000;

  private PeerProbe() {}

  /// Calls the nodes of the configuration that are in the grid; of others it is known that they are
  /// not there.
  static Peers look(NodeConfig config, Set<String> members) {
    Inet4Address own = config.node().address();
    List<Inet4Address> others =
        config.cluster().members().stream()
            .filter(node -> !node.equals(own) && members.contains(node.getHostAddress()))
            .toList();
    return config
        .peers()
        .identity()
        .map(identity -> call(identity, own, config.peers().port(), others))
        .orElse(Peers.WELL);
  }

  static Peers call(
      PeerIdentity identity, Inet4Address own, int port, Collection<Inet4Address> nodes) {
    var closed = new ArrayList<String>();
    var refusing = new ArrayList<String>();
    for (Inet4Address node : nodes) {
      try (var connection = new Socket()) {
        connection.bind(new InetSocketAddress(own, 0));
        connection.connect(new InetSocketAddress(node, port), CONNECT_MILLIS);
        connection.setSoTimeout(ANSWER_MILLIS);
        greet(new PeerTls(identity), connection).ifPresent(why -> refusing.add(line(node, why)));
      } catch (IOException e) {
        closed.add(line(node, e));
      }
    }
    return new Peers(closed, refusing);
  }

  /// The other end says that it refuses us only after our end of the handshake is over.
  private static Optional<IOException> greet(PeerTls tls, Socket connection) {
    try (var socket = tls.over(connection)) {
      socket.shutdownOutput();
      while (socket.getInputStream().read() >= 0) {
        // What it says besides does not matter.
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static String line(Inet4Address node, IOException why) {
    return node.getHostAddress() + " (" + why.getMessage() + ")";
  }
}
