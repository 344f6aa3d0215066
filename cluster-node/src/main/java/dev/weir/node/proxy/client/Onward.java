package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.origin.Witness;
import dev.weir.node.proxy.outward.Outward;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where the requests of one client connection go, and with what. Confined to its event loop.
///
/// @param leave has the connection end with its present response
record Onward(
    Channel channel,
    Caller caller,
    Outward outward,
    ProxyServices services,
    String pseudonym,
    Runnable leave) {
  /// The way to the origin; another node's client is not here.
  OriginRoute route() {
    Optional<InetAddress> client = address().filter(_ -> caller.isClient());
    return client.isPresent()
        ? outward.origins().route(caller.destination(), client.get())
        : OriginRoute.ofNode(caller.destination());
  }

  /// The fields of a request as the next hop gets them.
  Fields outbound(CheckedRequest request) {
    return OutboundFields.of(request, caller.forwarding(), address(), pseudonym);
  }

  /// The client's; empty when it is gone.
  Optional<InetAddress> address() {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? Optional.of(remote.getAddress())
        : Optional.empty();
  }

  /// An exchange with the origin; of what a client gets, the watch hears.
  Exchange exchange(OriginRequest request, OriginReceiver receiver) {
    var origins = outward.origins();
    var client = new Witness.Client(channel, services.watch(), leave);
    return origins.exchange(
        request, caller.isClient() ? Witness.of(receiver, request, client, origins) : receiver);
  }
}
