package dev.weir.node.ownership.spread;

import dev.weir.node.ownership.HandOver;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The spread hosts as this node has heard of them, and those that went home lately.
///
/// [#find] is for any thread; the rest belongs to one.
public final class SpreadHosts {
  private volatile Map<Long, Spreading> hosts = Map.of();

  /// Whether a host is spread, and since when it is so or no longer so.
  public record Spreading(boolean spread, Instant since) {}

  /// What there is to know about a host; nothing for nearly all of them.
  public Optional<Spreading> find(long host) {
    Map<Long, Spreading> now = hosts;
    return now.isEmpty() ? Optional.empty() : Optional.ofNullable(now.get(host));
  }

  /// The hosts that are spread now.
  public Set<Long> spread() {
    var spread = new HashSet<Long>();
    hosts.forEach((host, it) -> {
      if (it.spread()) {
        spread.add(host);
      }
    });
    return spread;
  }

  /// From now on these hosts, and no others, are spread. True if that is a change.
  public boolean become(Set<Long> spread, Instant now) {
    var next = new HashMap<Long, Spreading>();
    hosts.forEach((host, it) -> {
      boolean same = it.spread() == spread.contains(host);
      boolean over = !it.spread() && !now.isBefore(it.since().plus(HandOver.WINDOW));
      if (!same) {
        next.put(host, new Spreading(!it.spread(), now));
      } else if (!over) {
        next.put(host, it);
      }
    });
    spread.forEach(host -> next.putIfAbsent(host, new Spreading(true, now)));
    boolean changed = !next.equals(hosts);
    hosts = Map.copyOf(next);
    return changed;
  }
}
