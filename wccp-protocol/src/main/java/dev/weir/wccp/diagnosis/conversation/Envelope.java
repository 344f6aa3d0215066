package dev.weir.wccp.diagnosis.conversation;

import java.net.InetAddress;

/// Who sent a datagram to whom, and when.
///
/// @param atMicros when it was captured, in microseconds since 1970
/// @param fromPort 0–65535
/// @param toPort 0–65535
public record Envelope(long atMicros, InetAddress from, int fromPort, InetAddress to, int toPort) {
  /// The port of WCCP, which both sides use (§1).
  public static final int PORT = 2048;
}
