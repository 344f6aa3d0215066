package dev.weir.wccp.router;

import dev.weir.wccp.message.Message;
import java.net.InetAddress;

/// What can happen to a [RouterMachine].
public sealed interface RouterEvent {
  /// A message from `from`, which it sent to our address `sentTo`.
  record Received(Message message, InetAddress from, InetAddress sentTo) implements RouterEvent {}

  /// The deadline that the machine told has passed. Early or repeated is harmless.
  record DeadlinePassed() implements RouterEvent {}
}
