package dev.weir.node.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How names are asked for.
///
/// @param servers asked in this order; none: no name is ever resolved
/// @param within the longest one lookup takes
/// @param ttlLeast how long an answer is kept at least
/// @param ttlMost and at most
/// @param negative how long it is kept that there is no such name
public record DnsSettings(
    List<InetSocketAddress> servers,
    Duration within,
    Duration ttlLeast,
    Duration ttlMost,
    Duration negative) {
  /// The longest a lookup takes unless said otherwise.
  public static final Duration WITHIN = Duration.ofSeconds(2);

  /// Copies the servers.
  public DnsSettings {
    servers = List.copyOf(servers);
  }

  /// These servers, by which an answer is kept for 1 s to 1 h, and 10 s that there is none.
  public static DnsSettings asking(List<InetSocketAddress> servers, Duration within) {
    return new DnsSettings(
        servers, within, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(10));
  }
}
