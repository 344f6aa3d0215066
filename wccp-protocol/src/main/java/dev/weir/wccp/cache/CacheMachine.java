package dev.weir.wccp.cache;

import java.time.Instant;
import java.util.List;

/// A cache's side of one service group, in either version of the protocol (§2.5, §4.2).
public sealed interface CacheMachine permits CacheGroup, Version1Cache {
  /// Applies one event. An event that means nothing in the present state yields no effects.
  List<CacheEffect> on(CacheEvent event, Instant now);

  /// When [CacheEvent.DeadlinePassed] is next due. Reading it late is safe.
  Instant nextDeadline();

  /// Everything an operator asks about.
  CacheSnapshot snapshot();
}
