package dev.weir.node.bypass;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules that the node has learnt, bounded in all and for each network of clients: where there
/// are too many, the oldest goes, of the same clients first.
///
/// No clock. Confined to one thread at a time.
final class LearnedRules {
  /// The part of all that the clients of one network, /24, can have.
  static final int SHARE = 16;

  private static final int NETWORK = 0xFFFF_FF00;

  private record Entry(BypassRule rule, int network) {}

  private final int max;
  private final Map<Target, Entry> rules = new LinkedHashMap<>();
  private final Map<Integer, LinkedHashSet<Target>> networks = new HashMap<>();

  LearnedRules(int max) {
    this.max = max;
  }

  /// Adds a rule that was learnt from a client's connection, or by another member.
  void put(BypassRule rule, Optional<Inet4Address> client) {
    remove(rule.target());
    int network = client.map(it -> ByteBuffer.wrap(it.getAddress()).getInt() & NETWORK).orElse(0);
    LinkedHashSet<Target> ofNetwork = networks.computeIfAbsent(network, _ -> new LinkedHashSet<>());
    if (ofNetwork.size() >= Math.max(1, max / SHARE)) {
      rules.remove(ofNetwork.removeFirst());
    }
    ofNetwork.add(rule.target());
    rules.put(rule.target(), new Entry(rule, network));
    if (rules.size() > max) {
      remove(rules.keySet().iterator().next());
    }
  }

  /// Removes a rule; empty when there is none.
  Optional<BypassRule> remove(Target target) {
    Entry removed = rules.remove(target);
    if (removed == null) {
      return Optional.empty();
    }
    networks.computeIfPresent(
        removed.network(),
        (_, targets) -> {
          targets.remove(target);
          return targets.isEmpty() ? null : targets;
        });
    return Optional.of(removed.rule());
  }

  /// Removes the rules whose time is over; whether there were any.
  boolean expire(Instant now) {
    List<Target> over =
        rules.values().stream()
            .map(Entry::rule)
            .filter(rule -> rule.until().filter(until -> !now.isBefore(until)).isPresent())
            .map(BypassRule::target)
            .toList();
    over.forEach(this::remove);
    return !over.isEmpty();
  }

  /// Every rule, the oldest first.
  Collection<BypassRule> all() {
    return rules.values().stream().map(Entry::rule).toList();
  }
}
