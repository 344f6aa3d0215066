package dev.weir.gre;

import java.util.Set;

/// A service group this node has joined, as far as the packet path needs it.
///
/// @param dynamic a dynamic service, not a standard one
/// @param id 0..255; standard 0 is web-cache
/// @param ports the TCP ports it redirects, each 1..65535; empty means every port
/// @param portSide which port of the packet must be one of them
/// @param buckets those of ours in the present and the previous table: a packet of another bucket
///   is delivered and counted
/// @param way how the router takes its packets back
public record JoinedService(
    boolean dynamic,
    int id,
    Set<Integer> ports,
    PortSide portSide,
    BucketSet buckets,
    ReturnWay way) {
  /// The port field a service's ports are compared with (the flag *Ports Source*, §3.2).
  public enum PortSide {
    /// Packets of clients to these ports.
    DESTINATION,
    /// Packets of origins from these ports.
    SOURCE
  }

  /// Copies the ports and requires id and ports to be in range.
  public JoinedService {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("service id " + id + " is not in 0..255");
    }
    ports = Set.copyOf(ports);
    for (int port : ports) {
      if (port < 1 || port > 0xFFFF) {
        throw new IllegalArgumentException("port " + port + " is not in 1..65535");
      }
    }
  }

  /// Standard service 0: TCP port 80 of any origin.
  public static JoinedService webCache(BucketSet buckets, ReturnWay way) {
    return new JoinedService(false, 0, Set.of(80), PortSide.DESTINATION, buckets, way);
  }
}
