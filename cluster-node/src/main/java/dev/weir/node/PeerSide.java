package dev.weir.node;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.peer.PeerListener;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The node as the other nodes see it. Opened and closed by the thread that starts the node.
final class PeerSide {
  /// What answers the other nodes.
  ///
  /// @param loops where their connections live
  /// @param conversation puts what follows TLS at the end of a channel's pipeline
  record Answering(EventLoopGroup loops, Consumer<Channel> conversation) {}

  private PeerSide() {}

  /// Begins to listen, where the configuration says who this node is.
  ///
  /// @throws HostException when the host refuses the listener; then nothing stays
  static void open(NodeConfig config, Answering answering, EventLog events, Teardown teardown)
      throws HostException {
    var identity = config.peers().identity();
    if (identity.isEmpty()) {
      return;
    }
    var address = new InetSocketAddress(config.node().address(), config.peers().port());
    try {
      var listener =
          PeerListener.bind(
              answering.loops(), address, new PeerTls(identity.get()), answering.conversation());
      teardown.then(listener::close);
      events.record(NodeEvent.PEERS_LISTEN, "address", listener.address());
    } catch (IOException e) {
      throw new HostException(
          "Cannot listen on "
              + address
              + " for the other nodes: "
              + e.getMessage()
              + ". `ss -ltnp sport = "
              + address.getPort()
              + "` tells who has the port; peers.port is another one.",
          e);
    }
  }
}
