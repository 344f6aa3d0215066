package dev.weir.node.proxy.outcome;

import java.util.Locale;

/// How a request was answered.
public enum RequestResult {
  /// From the store, at once.
  HIT,
  /// From the origin.
  MISS,
  /// From the store, after the origin said that it still holds.
  REVALIDATED,
  /// From the origin, and neither the store nor another's fetch could have helped.
  PASS,
  /// By the node that owns it, which had to ask for it.
  RELAYED,
  /// From the store of another node: of the one that owns it, or did before.
  PEER_HIT,
  /// From the store, after waiting for another request's fetch.
  COLLAPSED,
  /// From the store although it is stale: the origin is asked meanwhile, or has failed.
  STALE,
  /// By us with an error, or not to its end.
  ERROR;

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
