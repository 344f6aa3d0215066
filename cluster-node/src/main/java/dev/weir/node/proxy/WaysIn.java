package dev.weir.node.proxy;

import dev.weir.node.proxy.tunnel.Tunnels;

/// What the operator may change of the ways in while the node runs. What belongs to one connection
/// is fixed when that begins.
///
/// @param tunnels their bounds
public record WaysIn(Tunnels.Limits tunnels) {
  /// What is in force unless said otherwise.
  public static final WaysIn DEFAULTS = new WaysIn(Tunnels.Limits.DEFAULTS);
}
