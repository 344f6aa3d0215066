package dev.weir.node.proxy.limit;

/// Whether the node wants to be without clients: their connections end with what is under way. Said
/// by one thread, asked by any.
public final class Farewell {
  private volatile boolean said;

  /// Says it, or takes it back.
  void say(boolean now) {
    said = now;
  }

  boolean isSaid() {
    return said;
  }
}
