package dev.weir.node.tally;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;

/// What a node tells the others of itself.
///
/// @param requests of clients since its start
/// @param hits of these
/// @param toClients octets since its start
/// @param fromOrigins octets since its start
/// @param lately what was in the last [Minute#SPAN]
/// @param load requests of that time by bucket, 256 of them
/// @param routers of its groups, and whether they list it
public record NodeNumbers(
    long requests,
    long hits,
    long toClients,
    long fromOrigins,
    Lately lately,
    List<Integer> load,
    Map<Inet4Address, Boolean> routers) {
  /// How many routers are told of, at most.
  public static final int ROUTERS_MAX = 32;

  static final int LOAD_MAX = 0xffff;

  /// What was lately.
  ///
  /// @param milliRequests requests in a thousand seconds
  /// @param requests in all
  /// @param hits of these
  /// @param within95Micros within which 95 of 100 were answered, 0 when none was
  public record Lately(long milliRequests, long requests, long hits, long within95Micros) {}

  /// Keeps copies.
  public NodeNumbers {
    load = List.copyOf(load);
    routers = Map.copyOf(routers);
    if (load.size() != 256 || routers.size() > ROUTERS_MAX) {
      throw new IllegalArgumentException(load.size() + " buckets, " + routers.size() + " routers");
    }
  }
}
