package dev.weir.node.proxy.chain;

import java.util.List;

/// One rule of `proxy.chain`.
///
/// @param parents their names; none: origins are asked
/// @param fallsBack whether origins are asked when no parent takes a connection
/// @param stores whether what comes is kept, and served again
public record ChainRule(
    String name,
    ChainSubject about,
    List<String> parents,
    Choice choice,
    boolean fallsBack,
    boolean stores) {
  /// Copies the list.
  public ChainRule {
    parents = List.copyOf(parents);
  }
}
