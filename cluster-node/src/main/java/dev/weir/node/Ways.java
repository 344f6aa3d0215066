package dev.weir.node;

import dev.weir.node.config.ProxyConfig;
import dev.weir.node.config.way.TunnelsConfig;
import dev.weir.node.proxy.WaysIn;
import dev.weir.node.proxy.tunnel.Tunnels;

/// What the configuration says of the ways in that may change while the node runs.
final class Ways {
  private Ways() {}

  static WaysIn of(ProxyConfig config) {
    TunnelsConfig tunnels = config.tunnels();
    return new WaysIn(new Tunnels.Limits(tunnels.max(), tunnels.perClient(), tunnels.idle()));
  }
}
