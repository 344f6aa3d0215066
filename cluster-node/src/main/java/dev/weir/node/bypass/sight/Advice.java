package dev.weir.node.bypass.sight;

/// What whoever saw something had better do.
public enum Advice {
  /// Nothing.
  GO_ON,
  /// End the client's connection after this response: its next one goes to the origin directly.
  LEAVE,
  /// Ask the same under the client's address.
  PROBE
}
