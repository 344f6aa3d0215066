package dev.weir.node.evict;

import java.net.Inet4Address;

/// A change of what is known of one node.
public record Notice(Kind kind, Inet4Address node) {
  /// What has changed.
  public enum Kind {
    /// It left the grid and refuses connections: dead.
    DEAD_REFUSED,
    /// It left the grid and answers nothing, while a majority of us is here: dead.
    DEAD_SILENT,
    /// It left the grid and yet accepts connections: alive, and cut off from us.
    APART,
    /// It is in the grid again, or answers again: dead no longer.
    ALIVE
  }
}
