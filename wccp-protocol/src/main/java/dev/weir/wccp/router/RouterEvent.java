package dev.weir.wccp.router;

import dev.weir.wccp.message.Message;
import java.net.Inet4Address;

/// What can happen to a [RouterGroup].
public sealed interface RouterEvent {
  /// A message from `from`, which it sent to our address `sentTo`.
  record Received(Message message, Inet4Address from, Inet4Address sentTo) implements RouterEvent {}

  /// The deadline that the group told has passed. Early or repeated is harmless.
  record DeadlinePassed() implements RouterEvent {}
}
