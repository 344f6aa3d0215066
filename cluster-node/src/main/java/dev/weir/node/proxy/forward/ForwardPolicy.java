package dev.weir.node.proxy.forward;

import java.util.Set;

/// What the operator lets clients do that are configured to use this proxy.
///
/// @param connectPorts to which there may be tunnels
public record ForwardPolicy(Set<Integer> connectPorts) {
  /// What is allowed unless said otherwise.
  public static final ForwardPolicy DEFAULTS = new ForwardPolicy(Set.of(443));

  /// Copies the ports.
  public ForwardPolicy {
    connectPorts = Set.copyOf(connectPorts);
  }
}
