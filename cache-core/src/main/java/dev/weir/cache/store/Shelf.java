package dev.weir.cache.store;

import dev.weir.cache.compact.CompactHead;
import dev.weir.cache.compact.ResponseCodec;
import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.store.TagIndex.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is found under one hash: the responses of one key, newest first; at most [#COUNT_MAX].
/// Immutable, and an identity: one that is the same as before has not been changed. Only the round
/// changes, in which the second tier was last told that it is used, and whether it is hidden.
final class Shelf {
  /// How many variants one key may have. A further one pushes the oldest out.
  static final int COUNT_MAX = 64;

  /// What one key costs beside its slots: its hash, its place in the index, references (measured,
  /// ADR-0033).
  static final int INDEX_BYTES = 176;

  private final Kept first;
  private final List<Kept> older;
  private final Tag[] tags;
  private final boolean outside;
  private volatile int round;

  /// One of which the second tier was told in a round; 0: not yet.
  ///
  /// @param tags what all of it says itself of what means it
  Shelf(Kept first, List<Kept> older, Tag[] tags, int round) {
    this.first = first;
    this.older = older.isEmpty() ? List.of() : List.copyOf(older);
    this.tags = tags;
    this.outside = first.isOutside() || older.stream().anyMatch(Kept::isOutside);
    this.round = round;
  }

  /// Whether a body of it is outside memory.
  boolean isOutside() {
    return outside;
  }

  /// Whether it was purged by what it says of itself, or a body outside memory is gone; then it is
  /// as good as gone.
  boolean isHidden() {
    if (outside && all().stream().anyMatch(Kept::isGone)) {
      return true;
    }
    for (Tag tag : tags) {
      if (tag.isPurged()) {
        return true;
      }
    }
    return false;
  }

  /// What all of it says itself of what means it.
  Tag[] tags() {
    return tags;
  }

  /// Whether the second tier was told of it before this round.
  boolean isBefore(int present) {
    return round < present;
  }

  /// The second tier is told of it.
  void tell(int present) {
    round = present;
  }

  /// All responses, each on a lease. Only for whoever has one.
  List<StoredResponse> responses() {
    return all().stream().map(kept -> leased(kept, read(kept))).toList();
  }

  /// What was found for a request.
  ///
  /// @param known whether there is anything of the key
  record Found(boolean known, Optional<StoredResponse> response) {
    static final Found NOTHING = new Found(false, Optional.empty());
  }

  /// The only response; null if there are several.
  @Nullable Kept only() {
    return older.isEmpty() ? first : null;
  }

  List<Kept> all() {
    if (older.isEmpty()) {
      return List.of(first);
    }
    var all = new ArrayList<Kept>(older.size() + 1);
    all.add(first);
    all.addAll(older);
    return all;
  }

  /// Takes a lease on each. False, and none is taken, if one is gone.
  boolean acquire() {
    List<Kept> all = all();
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).acquire()) {
        all.subList(0, i).forEach(Kept::release);
        return false;
      }
    }
    return true;
  }

  void release() {
    all().forEach(Kept::release);
  }

  /// Nobody finds it any more.
  void drop() {
    all().forEach(Kept::drop);
  }

  /// The newest response to a key whose selection matches (RFC 9111 §4.1: "the most recent").
  Found select(CacheKey key, Fields request) {
    boolean known = false;
    for (Kept kept : all()) {
      ResponseCodec.Decoded decoded = read(kept);
      if (decoded.key().equals(key)) {
        known = true;
        if (decoded.response().selection().matches(request)) {
          return new Found(true, Optional.of(leased(kept, decoded)));
        }
      }
    }
    return new Found(known, Optional.empty());
  }

  /// All responses to a key, newest first, each with its body by a lease of its own; none where it
  /// is gone by now.
  List<StoredResponse> all(CacheKey key) {
    if (!acquire()) {
      return List.of();
    }
    try {
      return key().equals(key)
          ? all().stream().map(kept -> leased(kept, read(kept))).toList()
          : List.of();
    } finally {
      release();
    }
  }

  /// Tells of what key it is, unless it is gone by now.
  void tellKey(Consumer<CacheKey> told) {
    if (!isHidden() && acquire()) {
      CacheKey key = key();
      release();
      told.accept(key);
    }
  }

  /// The response with its body, by a lease of its own. Only for whoever has one.
  static StoredResponse leased(Kept kept, ResponseCodec.Decoded decoded) {
    if (!kept.acquire()) {
      throw new IllegalStateException("gone while it was held");
    }
    return decoded.response().withBody(kept.leased(decoded.bodyBytes()));
  }

  static ResponseCodec.Decoded read(Kept kept) {
    byte[] record = record(kept);
    return ResponseCodec.decode(record, 0, record.length)
        .orElseThrow(() -> new IllegalStateException("a record that nobody wrote"));
  }

  private static byte[] record(Kept kept) {
    var record = new byte[kept.recordBytes()];
    kept.record(record);
    return record;
  }

  /// Of what key all of it is.
  CacheKey key() {
    return ResponseCodec.key(record(first));
  }

  /// What one of it says itself of what means it.
  static Set<Purge> tags(Kept kept) {
    byte[] record = record(kept);
    var head = new CompactHead();
    if (!head.read(record, 0, record.length) || !head.hasTags()) {
      return Set.of();
    }
    ResponseCodec.Decoded decoded = read(kept);
    return Purge.tags(decoded.key(), decoded.response().head().fields());
  }

  /// The same, with one that was moved.
  Shelf with(Kept moved, Kept before) {
    return first == before
        ? new Shelf(moved, older, tags, round)
        : new Shelf(
            first, older.stream().map(it -> it == before ? moved : it).toList(), tags, round);
  }

  boolean holds(Kept kept) {
    return first == kept || older.contains(kept);
  }

  /// What it costs in memory, in octets.
  int weightBytes() {
    long bytes = 0;
    for (Kept kept : all()) {
      bytes += INDEX_BYTES + kept.slotBytes();
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }
}
