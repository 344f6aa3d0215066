package dev.weir.node.doctor.firewall;

import java.util.List;

/// A chain of rules.
///
/// @param hook where it is asked by the kernel; empty when only other chains lead into it
/// @param drops whether what no rule decides is dropped
public record Chain(
    String family,
    String table,
    String name,
    String hook,
    int priority,
    boolean drops,
    List<Rule> rules) {
  /// Keeps a copy.
  public Chain {
    rules = List.copyOf(rules);
  }

  /// As it is written in a command of nft.
  @Override
  public String toString() {
    return family + " " + table + " " + name;
  }
}
