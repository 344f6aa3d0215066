package dev.weir.wccp.negotiation;

import java.time.Duration;
import java.util.List;

/// What a cache can do, best first, and the TRANSMIT_T it would like (§3.10, §4.1).
public record CachePreferences(
    List<Transport> forwarding,
    List<Distribution> distribution,
    List<Transport> packetReturn,
    Duration interval) {
  /// Copies the lists, none of which may be empty.
  public CachePreferences {
    forwarding = List.copyOf(forwarding);
    distribution = List.copyOf(distribution);
    packetReturn = List.copyOf(packetReturn);
    if (forwarding.isEmpty() || distribution.isEmpty() || packetReturn.isEmpty()) {
      throw new IllegalArgumentException("a cache that can do nothing");
    }
  }

  /// GRE and hash only, as every router can, at this interval.
  public static CachePreferences plain(Duration interval) {
    return new CachePreferences(
        List.of(Transport.GRE), List.of(Distribution.HASH), List.of(Transport.GRE), interval);
  }
}
