package dev.weir.node.grid.seal;

import java.util.Locale;

/// What a signed record is for; each purpose has a key and a map of its own, so that a record of
/// one is worth nothing in another.
public enum Purpose {
  /// Who a member is.
  MEMBER(64),
  /// The table in force.
  TABLE(64),
  /// What is spared.
  RULE(8_192),
  /// What is to be forgotten.
  PURGE(4_096),
  /// What a node has forgotten.
  PURGED(64),
  /// What names were found to be.
  HOST(8_192),
  /// What a node has done lately.
  NUMBERS(64);

  private final int recordsMax;

  Purpose(int recordsMax) {
    this.recordsMax = recordsMax;
  }

  /// How many records of this purpose a node keeps.
  public int recordsMax() {
    return recordsMax;
  }

  /// The label value of counters, and the word in the key.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
