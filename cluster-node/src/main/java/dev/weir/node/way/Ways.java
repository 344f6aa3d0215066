package dev.weir.node.way;

import dev.weir.node.config.ProxyConfig;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.way.TlsConfig;
import dev.weir.node.config.way.TunnelsConfig;
import dev.weir.node.proxy.WaysIn;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.forwarded.Telling;
import dev.weir.node.proxy.sni.TlsPolicy;
import dev.weir.node.proxy.tunnel.Tunnels;
import java.util.Set;

/// What the configuration says of the ways in that may change while the node runs.
public final class Ways {
  private Ways() {}

  /// That of a configuration.
  public static WaysIn of(ProxyConfig config) {
    TunnelsConfig tunnels = config.tunnels();
    return new WaysIn(
        new Tunnels.Limits(tunnels.max(), tunnels.perClient(), tunnels.idle()),
        config.intercept().tls().map(Ways::tls),
        forwarding(config.intercept().forwarded()));
  }

  /// What a way in tells origins of its clients.
  public static Forwarding forwarding(ForwardedConfig config) {
    return new Forwarding(telling(config.xForwardedFor()), telling(config.forwarded()));
  }

  private static Telling telling(ForwardedConfig.Telling how) {
    return switch (how) {
      case ADD -> Telling.ADD;
      case REPLACE -> Telling.REPLACE;
      case KEEP -> Telling.KEEP;
      case REMOVE -> Telling.REMOVE;
    };
  }

  private static TlsPolicy tls(TlsConfig config) {
    return new TlsPolicy(
        Set.copyOf(config.ports()),
        config.deny(),
        config.allow(),
        config.nameless() == TlsConfig.Otherwise.PASS,
        config.notTls() == TlsConfig.Otherwise.PASS);
  }
}
