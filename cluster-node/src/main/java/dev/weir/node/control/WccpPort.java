package dev.weir.node.control;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// Where WCCP messages come in and go out.
///
/// Confined to the control thread, but for [#wake].
public interface WccpPort {
  /// One datagram as it came.
  ///
  /// @param from its source; an identity only after authentication
  /// @param to the address of ours, or of a group, that it was sent to
  /// @param octets its payload, a copy of its own
  record Datagram(InetSocketAddress from, Inet4Address to, ByteBuffer octets) {}

  /// The next datagram, waiting for it no longer than this; empty when none came or [#wake] did.
  Optional<Datagram> receive(Duration atMost) throws IOException;

  /// Sends one datagram to port 2048 of a cache, a router or a group.
  void send(ByteBuffer octets, InetAddress to) throws IOException;

  /// Ends the wait of [#receive], from any thread.
  void wake();
}
