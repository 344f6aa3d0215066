package dev.weir.wccp.router;

import dev.weir.wccp.message.Message;
import java.net.InetAddress;

/// What can happen to a [RouterMachine].
public sealed interface RouterEvent {
  /// A message from `from`, which it sent to `sentTo`: an address of ours, or the group's.
  record Received(Message message, InetAddress from, InetAddress sentTo) implements RouterEvent {}

  /// The deadline that the machine told has passed. Early or repeated is harmless.
  record DeadlinePassed() implements RouterEvent {}

  /// An operator wants the group to misbehave, to see how caches bear it.
  record Fault(Kind kind) implements RouterEvent {
    /// What goes wrong.
    public enum Kind {
      /// The table is flushed, as if nobody had renewed it.
      FLUSH,
      /// The next I_SEE_YOU repeats the receive id before, and its echo is not accepted.
      STALE_RECEIVE_ID,
      /// Everything is forgotten; receive ids and member changes count from the start.
      REBOOT
    }
  }
}
