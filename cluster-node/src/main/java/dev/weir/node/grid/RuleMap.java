package dev.weir.node.grid;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The bypass rules in the grid, and what this node still has to tell about them.
///
/// Confined to the grid thread.
final class RuleMap {
  /// More rules, of operators and again of what is learnt, are neither read nor kept for a grid
  /// that is not joined.
  static final int RULES_MAX = 4_096;

  private record Change(Optional<SharedRule> rule, Duration lasts) {}

  private final Map<String, Change> waiting = new LinkedHashMap<>();

  /// Keeps a rule to be put; zero lasts for ever.
  void put(SharedRule rule, Duration lasts) {
    keep(rule.target(), new Change(Optional.of(rule), lasts));
  }

  /// Keeps a rule to be removed.
  void remove(String target) {
    keep(target, new Change(Optional.empty(), Duration.ZERO));
  }

  /// Tells the grid what waits. What it does not take waits on.
  void flush(ReplicatedMap<String, Object> map) {
    var told = waiting.entrySet().iterator();
    while (told.hasNext()) {
      var next = told.next();
      Change change = next.getValue();
      try {
        if (change.rule().filter(SharedRule::learned).isPresent() && map.size() > 2 * RULES_MAX) {
          // Others have learnt as much already.
        } else if (change.rule().isPresent()) {
          map.put(
              next.getKey(),
              RuleCodec.encode(change.rule().get()),
              change.lasts().toSeconds(),
              TimeUnit.SECONDS);
        } else {
          map.remove(next.getKey());
        }
      } catch (HazelcastException | IllegalStateException e) {
        return;
      }
      told.remove();
    }
  }

  /// The rules of all members, by their targets; what is no rule is left out.
  static List<SharedRule> all(ReplicatedMap<String, Object> map) {
    var rules = new ArrayList<SharedRule>();
    var learned = new ArrayList<SharedRule>();
    try {
      for (Map.Entry<String, Object> entry : map.entrySet()) {
        if (entry.getValue() instanceof byte[] octets) {
          RuleCodec.decode(octets)
              .filter(rule -> rule.target().equals(entry.getKey()))
              .ifPresent(rule -> keep(rule, rule.learned() ? learned : rules));
        }
      }
    } catch (HazelcastSerializationException e) {
      return List.of(); // somebody has put an object there: nothing of it is believed
    }
    rules.addAll(learned);
    rules.sort(Comparator.comparing(SharedRule::target));
    return rules;
  }

  private static void keep(SharedRule rule, List<SharedRule> kept) {
    if (kept.size() < RULES_MAX) {
      kept.add(rule);
    }
  }

  private void keep(String target, Change change) {
    if (waiting.size() < RULES_MAX || waiting.containsKey(target)) {
      waiting.put(target, change);
    }
  }
}
