package dev.weir.node.proxy.forwarded;

/// What is done with a field that tells who asks.
public enum Telling {
  /// The client's address is added to what the client wrote.
  ADD,
  /// The client's address takes the place of whatever the client wrote.
  REPLACE,
  /// What the client wrote goes on as it is.
  KEEP,
  /// The field does not go on.
  REMOVE
}
