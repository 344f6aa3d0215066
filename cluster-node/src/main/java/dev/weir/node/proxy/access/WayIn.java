package dev.weir.node.proxy.access;

/// How a request came to this node.
public enum WayIn {
  /// A router diverted its connection.
  INTERCEPT,
  /// From a client that is configured to use this node as its proxy.
  FORWARD,
  /// For a host for which this node stands.
  REVERSE
}
