package dev.weir.node.proxy;

import dev.weir.node.access.Draft;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.caller.Diverted;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.entrance.Entrance;
import dev.weir.node.proxy.entrance.Splices;
import dev.weir.node.proxy.forward.ConnectGate;
import dev.weir.node.proxy.forward.PacGate;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.sni.TlsEntrance;
import dev.weir.node.proxy.sni.TlsMeters;
import dev.weir.node.proxy.sni.TlsPolicy;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;

/// What is put before conversations: by it connections become tunnels, or get the file that
/// configures their clients.
final class Gates {
  private final ProxyConfig config;
  private final ProxyServices services;
  private final HostCheck hosts;
  private final Splices splices;
  private final TlsMeters tlsSeen;
  private volatile IntBinaryOperator routers = (_, _) -> 0;

  Gates(
      ProxyConfig config,
      ProxyServices services,
      HostCheck hosts,
      Splices splices,
      Telemetry telemetry) {
    this.config = config;
    this.services = services;
    this.hosts = hosts;
    this.splices = splices;
    this.tlsSeen = new TlsMeters(telemetry);
  }

  TlsMeters tlsSeen() {
    return tlsSeen;
  }

  /// A decoder that stops where octets behind a request may be no HTTP.
  ///
  /// @param headBytesMax of its header sections, in octets
  static StrictRequestDecoder decoder(int headBytesMax) {
    return new StrictRequestDecoder(headBytesMax, Gates::mayEndHttp);
  }

  private static boolean mayEndHttp(HttpRequest request) {
    return request.method().equals(HttpMethod.CONNECT)
        || request.headers().contains(HttpHeaderNames.UPGRADE);
  }

  /// Those of a door, if its clients are configured to use this proxy.
  void of(
      Door door,
      Channel channel,
      ClientConversation conversation,
      Caller caller,
      OriginPool origins) {
    if (door.forward().isPresent()) {
      var times = config.times().get().client();
      var means =
          new ConnectGate.Means(
              caller, conversation, origins, services, times, door.forward().get());
      String behind = channel.pipeline().context(conversation).name();
      channel
          .pipeline()
          .addBefore(behind, null, new ConnectGate(channel, means, config.pseudonym()))
          .addBefore(behind, null, new PacGate(channel, means));
    }
  }

  /// Tells by which router a connection between two IPv4 addresses came; 0: not known.
  void routers(IntBinaryOperator of) {
    routers = of;
  }

  /// Begins a diverted connection: as TLS, by way of a look at what it is, or straight as HTTP.
  ///
  /// @param http begins it as HTTP
  void diverted(
      Channel channel, InetSocketAddress destination, OriginPool origins, Consumer<Caller> http) {
    var remote = channel.remoteAddress() instanceof InetSocketAddress it ? it : null;
    int from = remote == null ? 0 : Draft.address(remote.getAddress());
    int router = routers.applyAsInt(from, Draft.address(destination.getAddress()));
    var forwarding = config.ways().get().intercepted();
    var policy = config.dns().policy().get();
    var caller = new Diverted(destination, hosts, policy, forwarding, router);
    if (remote != null && tls(channel, remote, caller, origins)) {
      return;
    }
    if (remote != null && splices.wanted()) {
      var head = config.times().get().client().head();
      var means = new Entrance.Means(origins, splices, services, head);
      channel
          .pipeline()
          .addLast(
              new Entrance(channel, remote.getAddress(), caller, means, _ -> http.accept(caller)));
    } else {
      http.accept(caller);
    }
  }

  /// Whether a diverted connection is led through as TLS; then all that it needs is in its
  /// pipeline.
  private boolean tls(
      Channel channel, InetSocketAddress remote, Diverted caller, OriginPool origins) {
    Optional<TlsPolicy> policy =
        config.ways().get().tls().filter(it -> it.isFor(caller.destination().getPort()));
    if (policy.isEmpty()) {
      return false;
    }
    var means =
        new TlsEntrance.Means(
            policy.get(),
            tlsSeen,
            services,
            origins,
            config.times().get().client(),
            config.pseudonym());
    channel.pipeline().addLast(new TlsEntrance(channel, remote, caller, means));
    return true;
  }
}
