package dev.weir.node.proxy.outcome;

import java.util.Locale;

/// What became of a request that found another's fetch of its URL under way, or would have.
public enum Following {
  /// It had what the fetch brought, while it came.
  STREAMED,
  /// What the fetch brought, or confirmed, was stored when it was told.
  STORED,
  /// The fetch brought nothing for it: it fetched for itself.
  RELEASED,
  /// The fetch failed before it began to answer.
  FAILED,
  /// It waited for too long, and fetched for itself.
  LATE,
  /// Too many followed already.
  FULL,
  /// The last response had served nobody else: it did not wait.
  SPARED;

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
