package dev.weir.node.bypass;

/// Who takes an operator's rules: this node's board alone, or the whole cluster by way of it.
public sealed interface RuleChanges permits BypassBoard, SharedBypass {
  /// What came of an attempt to remove a rule.
  enum Removal {
    /// It is gone.
    REMOVED,
    /// There was none.
    UNKNOWN,
    /// It is written in the configuration.
    CONFIGURED
  }

  /// Adds a rule, or replaces the one with its target. False when there are too many.
  boolean add(BypassRule rule);

  /// Removes a rule that was added.
  Removal remove(Target target);
}
