package dev.weir.node.grid.seal;

import java.util.Locale;

/// Why something in the grid is not used.
public enum Refusal {
  /// Not octets, but an object, which is never read; or under a key that is no text.
  NOT_OCTETS,
  /// Fewer octets than any record has, or more.
  LENGTH,
  /// The signature is not by the cluster's secret for this purpose and key.
  FORGED,
  /// Well signed, of a version that this node does not know: a newer node's.
  UNKNOWN_VERSION,
  /// Well signed, but no value of its purpose.
  CONTENT,
  /// Well signed once: a newer value of its key is known, or its time is over.
  REPLAYED,
  /// There are as many records as are kept.
  FULL;

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
