package dev.weir.wccp.simulation;

/// What a machine was given.
public sealed interface Input {
  /// The node can serve.
  record Join() implements Input {}

  /// The node is about to stop.
  record Leave() implements Input {}

  /// Its deadline has passed.
  record Deadline() implements Input {}

  /// A message came.
  record Arrived(Flight flight) implements Input {}
}
