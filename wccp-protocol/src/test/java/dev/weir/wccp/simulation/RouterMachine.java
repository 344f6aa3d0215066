package dev.weir.wccp.simulation;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// A router's machine of one group as its driver sees it: the real one, or one with a defect.
public interface RouterMachine {
  /// A message came in that was sent to `sentTo`.
  List<RouterEffect> received(Message message, InetAddress from, InetAddress sentTo, Instant now);

  /// The deadline has passed.
  List<RouterEffect> deadlinePassed(Instant now);

  /// When [#deadlinePassed] is next due.
  Instant nextDeadline();

  /// What an operator would be shown; by its table packets are redirected.
  RouterSnapshot snapshot();
}
