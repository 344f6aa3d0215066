package dev.weir.node.proxy.outcome;

import dev.weir.cache.flight.Collapse;
import java.util.Locale;

/// What became of a request that found another's fetch of its URL under way, or would have.
public enum Following {
  /// It had what the fetch brought, while it came.
  STREAMED,
  /// What the fetch brought, or confirmed, was stored when it was told.
  STORED,
  /// The fetch brought nothing for it: it fetched for itself.
  RELEASED,
  /// The response was purged before it began: it asked anew, with all others who had waited.
  OUTDATED,
  /// The fetch failed before it began to answer.
  FAILED,
  /// It waited for too long, and fetched for itself.
  LATE,
  /// Too many followed already.
  FULL,
  /// The last response had served nobody else: it did not wait.
  SPARED;

  /// What became of one whose flight ended like this before it had begun.
  public static Following of(Collapse.Outcome how) {
    return switch (how) {
      case STORED -> STORED;
      case UNSHARED, NOT_STORED -> RELEASED;
      case OUTDATED -> OUTDATED;
      case FAILED -> FAILED;
    };
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
