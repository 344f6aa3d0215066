package dev.weir.node.snmp;

import dev.weir.node.admin.Readiness;
import dev.weir.node.tally.NodeNumbers;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a node at one moment.
///
/// @param up for how long the agent has been there
/// @param silence for how long each router that was heard has said nothing
/// @param numbers what it has done; empty before the first second is over
public record NodeView(
    Self self,
    Duration up,
    Readiness.View ready,
    List<CacheSnapshot> groups,
    Map<InetAddress, Duration> silence,
    Optional<NodeNumbers> numbers) {

  /// Who the node is.
  public record Self(String name, Inet4Address address, String version) {}

  /// Keeps copies.
  public NodeView {
    groups = List.copyOf(groups);
    silence = Map.copyOf(silence);
  }
}
