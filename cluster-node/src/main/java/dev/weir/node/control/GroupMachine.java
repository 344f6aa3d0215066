package dev.weir.node.control;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// One service group as the control loop drives it: a cache's membership, or a router's group.
///
/// Belongs to the control thread.
public interface GroupMachine {
  /// A message that is to be sent.
  record Outgoing(Message message, InetAddress to) {}

  /// The group it speaks about.
  ServiceGroup serves();

  /// When [#deadlinePassed] is next due.
  Instant nextDeadline();

  /// Time has passed. What is to be sent comes back, in order; all else has been done.
  List<Outgoing> deadlinePassed(Instant now);

  /// The process has not run for a while. What is to be sent comes back, in order.
  default List<Outgoing> woke(Instant now) {
    return List.of();
  }

  /// A message from `from` has come, sent to our address, or to a group, `to`. What is to be sent
  /// comes back, in order; all else has been done.
  List<Outgoing> received(Message message, InetAddress from, InetAddress to, Instant now);
}
