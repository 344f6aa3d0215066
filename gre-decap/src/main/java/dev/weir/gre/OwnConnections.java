package dev.weir.gre;

/// Knows the connections that this host itself is opening, under whatever address. Asked by the
/// thread that drains the capture, for each diverted SYN.
@FunctionalInterface
public interface OwnConnections {
  /// A host that opens none, or does not want to know.
  OwnConnections NONE = (source, destination, ports) -> false;

  /// Whether a SYN is our own.
  ///
  /// @param ports the source port in the high half, the destination port in the low one
  boolean owns(int source, int destination, int ports);
}
