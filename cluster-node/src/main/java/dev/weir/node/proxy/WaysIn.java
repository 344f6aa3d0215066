package dev.weir.node.proxy;

import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.sni.TlsPolicy;
import dev.weir.node.proxy.tunnel.Tunnels;
import java.util.Optional;

/// What the operator may change of the ways in while the node runs. What belongs to one connection
/// is fixed when that begins.
///
/// @param tunnels their bounds
/// @param tls what becomes of diverted TLS connections, if they are looked at as such
/// @param intercepted what origins are told of clients whose connections were diverted
public record WaysIn(
    Tunnels.Limits tunnels, Optional<TlsPolicy> tls, Forwarding intercepted) {
  /// What is in force unless said otherwise.
  public static final WaysIn DEFAULTS = 
      new WaysIn(Tunnels.Limits.DEFAULTS, Optional.empty(), Forwarding.UNTOUCHED);
}
