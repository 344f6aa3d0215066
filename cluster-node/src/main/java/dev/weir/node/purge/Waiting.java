package dev.weir.node.purge;

import dev.weir.cache.store.Purge;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A purge that others still have to apply. Pure.
///
/// @param objects how many URLs this node has dropped
record Waiting(Purge purge, long number, int objects, Inet4Address self, Instant until) {

  /// What came of it, once that is known: when every other node that is there has applied it, or
  /// the time is over. Who goes meanwhile is not waited for.
  ///
  /// @param present the nodes that are there now
  /// @param applied what each node has applied
  Optional<Outcome> outcome(
      Set<Inet4Address> present, Map<Inet4Address, Set<Long>> applied, Instant now) {
    var done = new LinkedHashSet<Inet4Address>();
    done.add(self);
    var missing = new LinkedHashSet<Inet4Address>();
    for (Inet4Address node : present) {
      boolean has = node.equals(self) || applied.getOrDefault(node, Set.of()).contains(number);
      (has ? done : missing).add(node);
    }
    return missing.isEmpty() || !now.isBefore(until)
        ? Optional.of(new Outcome(purge, objects, done, missing))
        : Optional.empty();
  }
}
