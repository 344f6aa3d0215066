package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.util.Set;

/// What can happen to a [CacheMachine].
public sealed interface CacheEvent {
  /// The node can serve: start announcing it.
  record Join() implements CacheEvent {}

  /// The node is about to stop: say so to every router.
  record Leave() implements CacheEvent {}

  /// A message that came from `from`.
  record Received(Message message, InetAddress from) implements CacheEvent {}

  /// The deadline that the machine told has passed. Early or repeated is harmless.
  record DeadlinePassed() implements CacheEvent {}

  /// These caches are members of our cluster, this one among them; any other in a router's view is
  /// foreign. Before the first such event none is.
  record Members(Set<InetAddress> caches) implements CacheEvent {
    /// Copies the set.
    public Members {
      caches = Set.copyOf(caches);
    }
  }

  /// These caches are known to be dead, whatever routers still list; it replaces what was told
  /// before. Whoever is designated among the others gives their share away at once.
  record Dead(Set<InetAddress> caches) implements CacheEvent {
    /// Copies the set.
    public Dead {
      caches = Set.copyOf(caches);
    }
  }

  /// These buckets are overloaded: the next table places them by the alternate hash (§5.2).
  record Hot(BucketSet buckets) implements CacheEvent {}

  /// Another group's table, which this group's shall be like, so that a packet and the answer to it
  /// fall to the same cache. It replaces what was told before.
  record Mirror(Assignment table) implements CacheEvent {}

  /// The process has not run for a while: others may have gone on without it, and what it knows of
  /// them may be old. Routers are asked before they are told anything.
  record Woke() implements CacheEvent {}

  /// Other nodes go by a table that this one has not been shown yet: routers are asked for it out
  /// of turn.
  record Behind() implements CacheEvent {}

  /// This node's weight is now another, 0–65535 (§3.5).
  record Weigh(int weight) implements CacheEvent {}
}
