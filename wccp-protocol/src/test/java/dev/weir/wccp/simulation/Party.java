package dev.weir.wccp.simulation;

import java.time.Instant;

/// A machine of one group in one process, from the process's start until its end.
public sealed interface Party permits CacheParty, RouterParty {
  /// When it is next woken.
  Alarm alarm();

  /// Whether its process has not ended.
  boolean runs();

  /// Until when its process stands still, in nanoseconds.
  long frozenUntil();

  /// When its machine wants to be woken.
  Instant nextDeadline();
}
