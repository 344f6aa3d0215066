package dev.weir.wccp.message;

import java.net.Inet4Address;

/// Names an assignment: who computed it, and its number there (§3.6, §3.8).
///
/// `number` is unsigned. One key never names two different tables.
public record AssignmentKey(Inet4Address designated, int number) {
  @Override
  public String toString() {
    return designated.getHostAddress() + "/" + Integer.toUnsignedString(number);
  }
}
