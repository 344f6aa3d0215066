package dev.weir.node.proxy.forward;

import java.util.Set;

/// What the operator lets clients do that are configured to use this proxy.
///
/// @param connectPorts to which there may be tunnels
/// @param pac the file that configures them, in JavaScript
public record ForwardPolicy(Set<Integer> connectPorts, String pac) {
  /// Copies the ports.
  public ForwardPolicy {
    connectPorts = Set.copyOf(connectPorts);
  }
}
