package dev.weir.node.tally;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a node knows of the cluster at one moment.
///
/// @param nodes what each node has told of itself, this one included, and when
/// @param moves the last one of each bucket
/// @param hosts that clients of this node ask for most
public record ClusterNumbers(
    Map<Inet4Address, Told> nodes, List<Optional<BucketMoves.Move>> moves, List<Host> hosts) {
  /// Nothing yet.
  public static final ClusterNumbers NONE = new ClusterNumbers(Map.of(), List.of(), List.of());

  /// What a node has told, and when by its own clock.
  public record Told(NodeNumbers numbers, Instant at) {}

  /// A host with the requests of this node's clients since its start, and their octets.
  public record Host(String host, long requests, long octets) {}

  /// Keeps copies.
  public ClusterNumbers {
    nodes = Map.copyOf(nodes);
    moves = List.copyOf(moves);
    hosts = List.copyOf(hosts);
  }
}
