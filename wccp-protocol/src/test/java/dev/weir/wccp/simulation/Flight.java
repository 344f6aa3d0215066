package dev.weir.wccp.simulation;

import dev.weir.wccp.message.Message;
import java.net.InetAddress;

/// A message under way, of the group with this index. `from` is what its source address says.
public record Flight(Message message, int group, InetAddress from, InetAddress to, Origin origin) {
  /// How it came to be under way.
  public enum Origin {
    /// A party of the world sent it just so.
    GENUINE,
    /// Bits flipped on the way, and the codec took it for a message nevertheless.
    CORRUPTED,
    /// A party once sent it; somebody else sent it again.
    REPLAYED,
    /// Somebody made it up.
    FORGED
  }

  @Override
  public String toString() {
    return Words.of(from) + ">" + Words.of(to) + " " + Words.of(message) + mark();
  }

  private String mark() {
    return origin == Origin.GENUINE ? "" : " (" + origin + ")";
  }
}
