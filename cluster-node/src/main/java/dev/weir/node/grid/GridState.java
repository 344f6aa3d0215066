package dev.weir.node.grid;

/// How far this node has come with the grid.
public enum GridState {
  /// Not joined yet; nothing has failed so far.
  STARTING,
  /// A member of the grid, perhaps the only one.
  JOINED,
  /// Never to be joined: nobody else is configured, and nothing is diverted.
  ALONE,
  /// The last attempt to join failed, or the grid was left; it is tried again.
  FAILED
}
