package dev.weir.wccp.cache;

import dev.weir.wccp.message.Message;
import java.net.InetAddress;

/// What can happen to a [CacheMachine].
public sealed interface CacheEvent {
  /// The node can serve: start announcing it.
  record Join() implements CacheEvent {}

  /// The node is about to stop: say so to every router.
  record Leave() implements CacheEvent {}

  /// A message that came from `from`.
  record Received(Message message, InetAddress from) implements CacheEvent {}

  /// The deadline that the machine told has passed. Early or repeated is harmless.
  record DeadlinePassed() implements CacheEvent {}
}
