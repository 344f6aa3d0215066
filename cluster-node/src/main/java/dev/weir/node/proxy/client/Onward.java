package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.icap.Adaptation;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.origin.Witness;
import dev.weir.node.proxy.outward.Outward;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiFunction;

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
    return ClientAddress.of(channel) instanceof InetSocketAddress client
        ? Optional.of(client.getAddress())
        : Optional.empty();
  }

  /// An exchange with the origin; of what a client gets, the watch hears.
  Exchange exchange(OriginRequest request, OriginReceiver receiver) {
    var origins = outward.origins();
    var client = new Witness.Client(channel, services.watch(), leave);
    return caller.exchange(
        origins,
        request,
        caller.isClient() ? Witness.of(receiver, request, client, origins) : receiver);
  }

  /// An exchange as the services of the operator let it be, and as clients want it compressed.
  ///
  /// @param user who has shown a password
  Exchange adapted(
      OriginRequest request,
      OriginReceiver receiver,
      Optional<String> user,
      BiFunction<OriginRequest, OriginReceiver, Exchange> making) {
    var adaptation = services.access().adaptation();
    var loop = channel.eventLoop();
    var client =
        new Adaptation.Client(address().filter(_ -> caller.isClient()), user, caller.scheme());
    return services
        .compressor()
        .exchange(
            request.head(),
            receiver,
            hears -> adaptation.exchange(request, hears, loop, client, making));
  }

  /// Whether services of the operator may change what origins answer.
  boolean changesResponses() {
    return services.access().adaptation().changesResponses();
  }

  /// The client, where it has an address of IPv4.
  Optional<Inet4Address> client() {
    return address()
        .filter(it -> caller.isClient() && it instanceof Inet4Address)
        .map(Inet4Address.class::cast);
  }
}
