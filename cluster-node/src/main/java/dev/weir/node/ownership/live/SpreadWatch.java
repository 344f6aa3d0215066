package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.home.HomeMessage.Load;
import dev.weir.node.ownership.spread.ClusterLoad;
import dev.weir.node.ownership.spread.SpreadHosts;
import dev.weir.node.ownership.spread.SpreadRule;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which hosts the cluster spreads: each directory decides for its names, and all are told.
///
/// A host whose directory has not spoken in this epoch yet stays as it is. Belongs to one thread.
final class SpreadWatch {
  private final Inet4Address self;
  private final SpreadHosts hosts;
  private final ClusterLoad load = new ClusterLoad();
  private final SpreadRule rule = new SpreadRule();
  private final Map<Inet4Address, Set<Long>> declared = new HashMap<>();

  SpreadWatch(Inet4Address self, SpreadHosts hosts) {
    this.self = self;
    this.hosts = hosts;
  }

  /// Another epoch has begun.
  void enter() {
    declared.clear();
  }

  /// Decides for the hosts that this node is the directory of.
  Set<Long> decide(Epoch epoch, Instant now) {
    Map<Long, Double> shares = load.shares(SpreadRule.REQUESTS_MIN, now);
    shares.keySet().removeIf(host -> !directory(epoch, host).equals(self));
    Set<Long> spread =
        hosts.spread().stream()
            .filter(host -> directory(epoch, host).equals(self))
            .collect(Collectors.toSet());
    return rule.look(shares, spread, epoch.owners().size(), now);
  }

  /// A node, perhaps this one, has told its load. True when hosts are spread or gathered by it.
  boolean note(Epoch epoch, Inet4Address by, Load told, Instant now) {
    load.add(by, told, now);
    declared.put(by, Set.copyOf(told.spread()));
    Set<Long> before = hosts.spread();
    var all = new HashSet<>(before);
    declared.values().forEach(all::addAll);
    all.removeIf(host -> {
      Set<Long> said = declared.get(directory(epoch, host));
      return said == null ? !before.contains(host) : !said.contains(host);
    });
    return hosts.become(all, now);
  }

  private static Inet4Address directory(Epoch epoch, long host) {
    return epoch.owner(NameHash.bucket(host));
  }
}
