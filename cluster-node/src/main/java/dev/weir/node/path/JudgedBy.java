package dev.weir.node.path;

import dev.weir.gre.BucketSet;
import dev.weir.gre.JoinedService;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// By what a node judges packets in GRE, for whoever wants to judge them like it.
///
/// @param device the interface they come in by
/// @param own the address they have to be for
/// @param us all addresses that are the node's, a router's or a peer's
/// @param routers the services joined with each router, under each address it may send from
/// @param resting whether every new connection is given back
/// @param relieved the buckets whose new connections are given back because there is too much to do
public record JudgedBy(
    String device,
    Inet4Address own,
    Set<Inet4Address> us,
    Map<Inet4Address, List<JoinedService>> routers,
    boolean resting,
    BucketSet relieved) {
  /// Copies the collections.
  public JudgedBy {
    us = Set.copyOf(us);
    routers = Map.copyOf(routers);
  }
}
