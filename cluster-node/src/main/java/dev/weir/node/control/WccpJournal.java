package dev.weir.node.control;

import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.message.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

/// What a control loop tells of the traffic on its port: counters and events.
public interface WccpJournal {
  /// A message for one of our groups.
  void received(Message message, InetAddress from, int octets);

  /// A datagram that was no message for us.
  void refused(Decoded.Rejected rejected, String from, Instant now);

  /// A message that has gone out.
  void sent(Message message, InetAddress to, int octets);

  /// The process has not run for so long, which not everybody cares for.
  default void slept(Duration time) {}

  /// A message that the kernel would not send.
  void unsent(InetAddress to, IOException why, Instant now);
}
