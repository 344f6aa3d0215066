package dev.weir.node.grid;

import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.weir.node.grid.seal.Ledger;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.Refusal;
import dev.weir.node.grid.seal.Seal;
import dev.weir.node.grid.seal.SignedRecord;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The records of one purpose: what this node keeps, and the map of the grid that carries them.
///
/// The map is believed nothing. What a stranger writes there is removed, what he removes or writes
/// over is put back by those who know it. Confined to the grid thread.
final class SignedMap {
  private final Purpose purpose;
  private final Seal seal;
  private final Inet4Address self;
  private final Consumer<Refusal> refused;
  private final Ledger ledger;
  private Set<String> missing = new HashSet<>();

  SignedMap(Purpose purpose, Seal seal, Inet4Address self, Consumer<Refusal> refused) {
    this.purpose = purpose;
    this.seal = seal;
    this.self = self;
    this.refused = refused;
    this.ledger = new Ledger(purpose.recordsMax());
  }

  static String name(Purpose purpose) {
    return "weir." + purpose.label();
  }

  /// Signs a value, to be carried at the next [#sync]. False: there is no room for it.
  boolean put(String key, byte[] content, long untilSecond, long nowMillis) {
    return sign(key, content, untilSecond, false, nowMillis);
  }

  /// Says that a key has no value any more, as long as its last value could be shown again.
  void withdraw(String key, long nowMillis) {
    ledger
        .known(key)
        .ifPresent(known -> sign(key, new byte[0], known.terms().untilSecond(), true, nowMillis));
  }

  private boolean sign(String key, byte[] content, long until, boolean withdrawn, long nowMillis) {
    var terms = new SignedRecord.Terms(self, ledger.next(key, nowMillis), until, withdrawn);
    return ledger
        .offer(seal.sign(purpose, key, terms, content), TimeUnit.MILLISECONDS.toSeconds(nowMillis))
        .isEmpty();
  }

  /// What has a value, by key.
  List<SignedRecord> values() {
    return ledger.values();
  }

  /// Drops what is over.
  void expire(long nowSecond) {
    ledger.expire(nowSecond);
  }

  /// Takes from the map what is genuine and new, and puts right what is not.
  void sync(ReplicatedMap<Object, Object> map, long nowSecond) {
    if (map.size() > 2 * purpose.recordsMax()) {
      refused.accept(Refusal.FULL);
      map.clear();
    }
    Map<String, byte[]> found = found(map);
    for (Map.Entry<String, byte[]> entry : found.entrySet()) {
      boolean same =
          ledger.known(entry.getKey()).filter(known -> known.is(entry.getValue())).isPresent();
      if (!same) {
        look(map, entry.getKey(), entry.getValue(), nowSecond);
      }
    }
    putBack(map, found, nowSecond);
  }

  /// The map's entries that can be records at all; others are removed.
  private Map<String, byte[]> found(ReplicatedMap<Object, Object> map) {
    var found = new HashMap<String, byte[]>();
    var junk = new ArrayList<Object>();
    try {
      for (Map.Entry<Object, Object> entry : map.entrySet()) {
        if (entry.getKey() instanceof String key && entry.getValue() instanceof byte[] octets) {
          found.put(key, octets);
        } else {
          junk.add(entry.getKey());
        }
      }
      for (Object key : junk) {
        refused.accept(Refusal.NOT_OCTETS);
        map.remove(key);
      }
      return found;
    } catch (HazelcastSerializationException e) {
      // Somebody has put an object there, and nothing behind it can be read either.
      refused.accept(Refusal.NOT_OCTETS);
      map.clear();
      return Map.of();
    }
  }

  private void look(ReplicatedMap<Object, Object> map, String key, byte[] octets, long nowSecond) {
    Optional<Refusal> refusal =
        switch (seal.open(purpose, key, octets)) {
          case Seal.Opened.Genuine(SignedRecord record) -> ledger.offer(record, nowSecond);
          case Seal.Opened.Refused(Refusal why) -> Optional.of(why);
        };
    refusal.ifPresent(why -> {
      refused.accept(why);
      boolean newer = why == Refusal.UNKNOWN_VERSION;
      if (!newer && ledger.known(key).isEmpty()) {
        map.remove(key);
      }
    });
  }

  /// Whoever signed a record puts it back at once; others only when it was missing twice.
  private void putBack(
      ReplicatedMap<Object, Object> map, Map<String, byte[]> found, long nowSecond) {
    var missed = new HashSet<String>();
    for (SignedRecord record : ledger.all()) {
      byte[] there = found.get(record.key());
      if (there != null && record.is(there)) {
        continue;
      }
      if (record.terms().signer().equals(self) || missing.contains(record.key())) {
        put(map, record, nowSecond);
      } else {
        missed.add(record.key());
      }
    }
    missing = missed;
  }

  private static void put(ReplicatedMap<Object, Object> map, SignedRecord record, long nowSecond) {
    long until = record.terms().untilSecond();
    long seconds = until == 0 ? 0 : Math.max(1, until - nowSecond);
    map.put(record.key(), record.octets(), seconds, TimeUnit.SECONDS);
  }
}
