package dev.weir.wccp.assignment;

import java.net.InetAddress;

/// Names an assignment: who computed it, and its number there (§3.6, §3.8).
///
/// `number` is unsigned. One key never names two different tables.
public record AssignmentKey(InetAddress designated, int number) {
  @Override
  public String toString() {
    return designated.getHostAddress() + "/" + Integer.toUnsignedString(number);
  }
}
