package dev.weir.cache.operator;

import java.util.OptionalLong;

/// One rule: what it is about, and what it orders.
///
/// @param stores whether anything of it is stored
/// @param bodyOctetsMax the longest body that is stored
public record OperatorRule(
    String name,
    Selector about,
    boolean stores,
    OptionalLong bodyOctetsMax,
    Lifetime lifetime,
    Reload reload) {
  /// Refuses a lifetime for some clients: what is stored is for all.
  public OperatorRule {
    if (about.byClient() && !lifetime.equals(Lifetime.UNCHANGED)) {
      throw new IllegalArgumentException(name + " has a lifetime for some clients");
    }
  }
}
