package dev.weir.node.grid.seal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The genuine records of one purpose that a node knows: under each key the newest, until its time
/// is over.
///
/// What is withdrawn stays known as such, so that an older value is refused; when there is no room,
/// the oldest of these go, and from then on no unknown key of an older number is taken. So nobody
/// undoes a state by showing again what was signed before. Confined to one thread.
public final class Ledger {
  private final int recordsMax;
  private final Map<String, SignedRecord> records = new HashMap<>();
  private long floor = -1;

  /// A ledger of at most so many records.
  public Ledger(int recordsMax) {
    this.recordsMax = recordsMax;
  }

  /// Takes a record, or says why not; one that is known already is taken without effect.
  public Optional<Refusal> offer(SignedRecord record, long nowSecond) {
    if (record.isOver(nowSecond)) {
      return Optional.of(Refusal.REPLAYED);
    }
    SignedRecord known = records.get(record.key());
    if (known == null) {
      return offerNew(record);
    }
    if (known.isAfter(record)) {
      return Optional.of(Refusal.REPLAYED);
    }
    records.put(record.key(), record);
    return Optional.empty();
  }

  private Optional<Refusal> offerNew(SignedRecord record) {
    if (record.terms().number() <= floor) {
      return Optional.of(Refusal.REPLAYED);
    }
    if (records.size() >= recordsMax && !dropOldestWithdrawn()) {
      return Optional.of(Refusal.FULL);
    }
    records.put(record.key(), record);
    return Optional.empty();
  }

  /// Makes room by an eighth at a time.
  private boolean dropOldestWithdrawn() {
    List<SignedRecord> oldest =
        records.values().stream()
            .filter(record -> record.terms().withdrawn())
            .sorted(Comparator.comparingLong(record -> record.terms().number()))
            .limit(Math.max(1, recordsMax / 8))
            .toList();
    for (SignedRecord record : oldest) {
      records.remove(record.key());
      floor = Math.max(floor, record.terms().number());
    }
    return !oldest.isEmpty();
  }

  /// Drops what is over. True if there was something with a value.
  public boolean expire(long nowSecond) {
    boolean changed = false;
    for (Iterator<SignedRecord> all = records.values().iterator(); all.hasNext(); ) {
      SignedRecord record = all.next();
      if (record.isOver(nowSecond)) {
        changed |= !record.terms().withdrawn();
        all.remove();
      }
    }
    return changed;
  }

  /// What is known under a key, withdrawn or not.
  public Optional<SignedRecord> known(String key) {
    return Optional.ofNullable(records.get(key));
  }

  /// Everything known, what is withdrawn included.
  public List<SignedRecord> all() {
    return List.copyOf(records.values());
  }

  /// What has a value, by key.
  public List<SignedRecord> values() {
    return records.values().stream()
        .filter(record -> !record.terms().withdrawn())
        .sorted(Comparator.comparing(SignedRecord::key))
        .toList();
  }

  /// The number of the next record under a key: the clock's, unless that was overtaken.
  public long next(String key, long nowMillis) {
    SignedRecord known = records.get(key);
    long last = known == null ? floor : Math.max(floor, known.terms().number());
    return Math.max(nowMillis, last + 1);
  }
}
