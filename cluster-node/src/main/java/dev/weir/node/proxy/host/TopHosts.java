package dev.weir.node.proxy.host;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The hosts that were met most often since the start. Safe for use by any thread.
///
/// It counts 256 hosts; a further one takes the place of the rarest and its count, so that a
/// frequent host is never missed and a count is at most too high (Metwally, "space saving").
public final class TopHosts {
  static final int HOSTS_MAX = 256;

  /// A host, where its last such connection went, and what was found of it.
  public record Row(String host, String destination, String result, long count) {}

  private final Map<String, Row> rows = new HashMap<>();

  /// One was met, and this was found.
  public synchronized void count(String host, InetSocketAddress destination, String result) {
    Row known = rows.get(host);
    long before = known == null ? 0 : known.count();
    if (known == null && rows.size() == HOSTS_MAX) {
      Row rarest = rows.values().stream().min(Comparator.comparingLong(Row::count)).orElseThrow();
      rows.remove(rarest.host());
      before = rarest.count();
    }
    String where = destination.getAddress().getHostAddress() + ":" + destination.getPort();
    rows.put(host, new Row(host, where, result, before + 1));
  }

  /// The most frequent, first.
  public synchronized List<Row> top(int most) {
    return rows.values().stream()
        .sorted(Comparator.comparingLong(Row::count).reversed().thenComparing(Row::host))
        .limit(most)
        .toList();
  }
}
