package dev.weir.node.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was counted in the time of the examination: numbers of the node, of its nft rules and of
/// the kernel, at its beginning and at its end.
///
/// A key is a metric's name with the values of its labels behind slashes:
/// `weir_gre_packets_total/deliver`.
///
/// @param clients addresses of clients that open pages meanwhile; none: silence means nothing
public record Traffic(Set<String> clients, Map<String, Long> before, Map<String, Long> after) {
  /// Nobody was asked for, nothing was counted.
  public static final Traffic NONE = new Traffic(Set.of(), Map.of(), Map.of());

  /// GRE that the guard's rules have dropped: behind the capture, or before a raw socket.
  public static final String GUARD = "nft/guard";

  /// New connections that the divert rules have led to the listener.
  public static final String SYN = "nft/syn";

  /// Packets of the listener's connections that left TCP.
  public static final String REPLIES = "nft/replies";

  /// Packets that the kernel has forwarded.
  public static final String FORWARDED = "kernel/forwarded";

  /// Connections that the listener has accepted.
  public static final String ACCEPTED = "weir_http_connections_accepted_total";

  /// Whether a disk of the cache fails, by its path.
  public static final String DISK_FAILING = "weir_disk_failing/";

  /// Responses for which there was no room in memory.
  public static final String NO_ROOM = "weir_cache_refused_total/room";

  /// GRE packets by verdict.
  public static final String GRE = "weir_gre_packets_total/";

  /// Keeps copies.
  public Traffic {
    clients = Set.copyOf(clients);
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }

  /// Whether packets must have come.
  boolean expected() {
    return !clients.isEmpty();
  }

  /// By how much a number has grown.
  long grown(String key) {
    return after.getOrDefault(key, 0L) - before.getOrDefault(key, 0L);
  }

  /// The last labels of the numbers with such a key that are not 0 now.
  List<String> standing(String prefix) {
    return after.entrySet().stream()
        .filter(number -> number.getKey().startsWith(prefix) && number.getValue() != 0)
        .map(number -> number.getKey().substring(prefix.length()))
        .sorted()
        .toList();
  }

  /// By how much all numbers with such a key have grown.
  long grownAll(String prefix) {
    return after.keySet().stream().filter(it -> it.startsWith(prefix)).mapToLong(this::grown).sum();
  }
}
