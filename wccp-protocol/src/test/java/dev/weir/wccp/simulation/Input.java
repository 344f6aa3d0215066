package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.util.Set;

/// What a machine was given.
public sealed interface Input {
  /// The node can serve.
  record Join() implements Input {}

  /// The node is about to stop.
  record Leave() implements Input {}

  /// Its deadline has passed.
  record Deadline() implements Input {}

  /// The cluster takes these caches for dead, and no others.
  record Dead(Set<InetAddress> caches) implements Input {
    /// Copies the set.
    public Dead {
      caches = Set.copyOf(caches);
    }
  }

  /// A message came.
  record Arrived(Flight flight) implements Input {}
}
