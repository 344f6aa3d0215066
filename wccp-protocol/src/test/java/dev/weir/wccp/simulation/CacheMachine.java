package dev.weir.wccp.simulation;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A cache's machine of one group as its driver sees it: the real one, or one with a defect.
public interface CacheMachine {
  /// The node can serve.
  List<CacheEffect> join(Instant now);

  /// The node is about to stop.
  List<CacheEffect> leave(Instant now);

  /// A message came in.
  List<CacheEffect> received(Message message, InetAddress from, Instant now);

  /// The cluster takes these caches for dead, and no others.
  List<CacheEffect> dead(Set<InetAddress> caches, Instant now);

  /// The deadline has passed.
  List<CacheEffect> deadlinePassed(Instant now);

  /// When [#deadlinePassed] is next due.
  Instant nextDeadline();

  /// What an operator would be shown.
  CacheSnapshot snapshot();
}
