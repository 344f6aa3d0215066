package dev.weir.node.evict;

/// What a TCP connect to another node has come to. The names are metric labels.
public enum Answer {
  /// Somebody listens, be it a stopped process whose kernel still does: it counts as alive.
  ACCEPTED,
  /// The host is there and nobody listens: the process is gone.
  REFUSED,
  /// Nothing came back in time: the host is gone, or the way to it.
  SILENT
}
