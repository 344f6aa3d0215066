package dev.weir.node.proxy.client;

import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.answer.ResponseWriter;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.tunnel.Tunnel;
import dev.weir.node.proxy.tunnel.TunnelKind;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.proxy.wire.FileSender;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;

/// The end of a conversation whose origin has agreed to speak something else than HTTP.
record Changeover(Channel channel, ResponseWriter response, Tunnels tunnels, Account account) {
  /// Says so to the client, and leads octets through. False: there are too many tunnels, and the
  /// origin's connection is closed.
  boolean begin(InetAddress client, ResponseHead head, Channel origin) {
    Optional<Tunnel> room = tunnels.room(TunnelKind.UPGRADE, client, account);
    if (room.isEmpty()) {
      origin.close();
      return false;
    }
    response.change(head);
    Held.from(channel, FileSender.class);
    room.get().join(channel, origin, head.status());
    return true;
  }
}
