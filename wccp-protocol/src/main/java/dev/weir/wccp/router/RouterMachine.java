package dev.weir.wccp.router;

import java.time.Instant;
import java.util.List;

/// A router's side of one service group, in either version of the protocol (§2.5, §4.4).
public sealed interface RouterMachine permits RouterGroup, Version1Router {
  /// Applies one event. An event that means nothing in the present state changes nothing.
  List<RouterEffect> on(RouterEvent event, Instant now);

  /// When [RouterEvent.DeadlinePassed] is next due. Reading it late is safe.
  Instant nextDeadline();

  /// Everything an operator asks about.
  RouterSnapshot snapshot();
}
