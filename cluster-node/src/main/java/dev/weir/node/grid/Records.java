package dev.weir.node.grid;

import com.hazelcast.core.EntryListener;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.Refusal;
import dev.weir.node.grid.seal.Seal;
import dev.weir.node.grid.seal.SignedRecord;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The signed records of every purpose, and who is told of them.
///
/// They outlive a membership: what is put without one is carried by the next. Confined to the grid
/// thread.
final class Records {
  /// More rules, of operators and again of what is learnt, are not told.
  static final int RULES_MAX = 4_096;

  /// The one table; a second ownership group would have a key of its own.
  private static final String TABLE_KEY = "ownership";

  private record Follower(Purpose purpose, Consumer<List<SignedRecord>> told) {}

  private final Map<Purpose, SignedMap> maps = new EnumMap<>(Purpose.class);
  private final Map<Follower, List<SignedRecord>> followers = new LinkedHashMap<>();
  private final BiConsumer<Purpose, Refusal> refused;
  private final InstantSource clock;

  Records(Seal seal, Inet4Address self, InstantSource clock, BiConsumer<Purpose, Refusal> refused) {
    this.clock = clock;
    this.refused = refused;
    for (Purpose purpose : Purpose.values()) {
      maps.put(purpose, new SignedMap(purpose, seal, self, why -> refused.accept(purpose, why)));
    }
  }

  /// Has somebody told what has a value, now and whenever that changes.
  void follow(Purpose purpose, Consumer<List<SignedRecord>> told) {
    followers.put(new Follower(purpose, told), List.of());
  }

  /// Signs a value that lasts so long; zero is for ever.
  void put(Purpose purpose, String key, byte[] content, Duration lasts) {
    Instant now = clock.instant();
    long until = lasts.isZero() ? 0 : now.plus(lasts).getEpochSecond() + 1;
    boolean put = map(purpose).put(key, content, until, now.toEpochMilli());
    if (!put && purpose != Purpose.HOST) { // what names are, every node can find out itself
      refused.accept(purpose, Refusal.FULL);
    }
  }

  void withdraw(Purpose purpose, String key) {
    map(purpose).withdraw(key, clock.instant().toEpochMilli());
  }

  void publish(PublishedTable table) {
    put(Purpose.TABLE, TABLE_KEY, RecordCodec.encode(table), Duration.ZERO);
  }

  /// What others have learnt as much of already is not added to.
  void share(SharedRule rule, Duration lasts) {
    if (!rule.learned() || map(Purpose.RULE).values().size() < RULES_MAX) {
      put(Purpose.RULE, rule.target(), RuleCodec.encode(rule), lasts);
    }
  }

  /// Has changes of the maps told.
  void listen(HazelcastInstance joined, EntryListener<Object, Object> listener) {
    maps.keySet().forEach(purpose -> carrier(joined, purpose).addEntryListener(listener));
  }

  /// Drops what is over, exchanges the rest with the grid, if there is one, and tells followers.
  void sync(Optional<HazelcastInstance> joined) {
    long now = clock.instant().getEpochSecond();
    for (Map.Entry<Purpose, SignedMap> entry : maps.entrySet()) {
      entry.getValue().expire(now);
      joined.ifPresent(it -> exchange(it, entry.getKey(), entry.getValue(), now));
    }
    for (Map.Entry<Follower, List<SignedRecord>> entry : followers.entrySet()) {
      List<SignedRecord> values = map(entry.getKey().purpose()).values();
      if (!values.equals(entry.getValue())) {
        entry.setValue(values);
        entry.getKey().told().accept(values);
      }
    }
  }

  /// One map that is being destroyed, merged or left does not keep the others from being read.
  private static void exchange(
      HazelcastInstance joined, Purpose purpose, SignedMap map, long nowSecond) {
    try {
      map.sync(carrier(joined, purpose), nowSecond);
    } catch (HazelcastException | IllegalStateException e) {
      // The next look finds it whole.
    }
  }

  Optional<PublishedTable> table() {
    for (SignedRecord record : map(Purpose.TABLE).values()) {
      if (record.key().equals(TABLE_KEY)
          && RecordCodec.decode(record.content())
              instanceof RecordCodec.Decoded.Table(PublishedTable table)) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /// The rules of all members, by their targets.
  List<SharedRule> rules() {
    var rules = new ArrayList<SharedRule>();
    var learned = new ArrayList<SharedRule>();
    for (SignedRecord record : map(Purpose.RULE).values()) {
      RuleCodec.decode(record.content())
          .filter(rule -> rule.target().equals(record.key()))
          .ifPresent(rule -> keep(rule, rule.learned() ? learned : rules));
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

  private SignedMap map(Purpose purpose) {
    SignedMap map = maps.get(purpose);
    if (map == null) {
      throw new IllegalStateException("no map for " + purpose);
    }
    return map;
  }

  private static ReplicatedMap<Object, Object> carrier(HazelcastInstance joined, Purpose purpose) {
    return joined.getReplicatedMap(SignedMap.name(purpose));
  }
}
