package dev.weir.node.purge;

import dev.weir.cache.store.Purge;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;

/// What came of a purge.
///
/// @param objects how many URLs this node has dropped
/// @param applied the nodes that have said that they applied it, this one included
/// @param missing the nodes that are there and have not said so in time; they may do so yet
public record Outcome(
    Purge purge, int objects, Collection<Inet4Address> applied, Collection<Inet4Address> missing) {
  /// Keeps copies.
  public Outcome {
    applied = List.copyOf(applied);
    missing = List.copyOf(missing);
  }

  /// Whether every node that is there has applied it.
  public boolean isComplete() {
    return missing.isEmpty();
  }
}
