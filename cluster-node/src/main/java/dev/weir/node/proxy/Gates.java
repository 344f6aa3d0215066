package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.forward.ConnectGate;
import dev.weir.node.proxy.forward.PacGate;
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

/// What is put before conversations: by it connections become tunnels, or get the file that
/// configures their clients.
final class Gates {
  private final ProxyConfig config;
  private final ProxyServices services;
  private final TlsMeters tlsSeen;

  Gates(ProxyConfig config, ProxyServices services, Telemetry telemetry) {
    this.config = config;
    this.services = services;
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
      var times = config.times().client();
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

  /// Whether a diverted connection is led through as TLS; then all that it needs is in its
  /// pipeline.
  boolean tls(Channel channel, InetSocketAddress destination, OriginPool origins) {
    Optional<TlsPolicy> policy =
        config.ways().get().tls().filter(it -> it.isFor(destination.getPort()));
    if (policy.isEmpty() || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      return false;
    }
    var means =
        new TlsEntrance.Means(
            policy.get(),
            tlsSeen,
            services.tunnels(),
            origins,
            services.meters(),
            config.times().client().head());
    var account = services.accountOfTunnel(remote);
    channel.pipeline().addLast(new TlsEntrance(channel, remote, destination, means, account));
    return true;
  }
}
