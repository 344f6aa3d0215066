package dev.weir.cache.store;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.StoredResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The responses stored under one key, newest first; at most [#COUNT_MAX]. Immutable, but for the
/// round in which the second tier was last told that they are used.
final class Variants {
  /// How many variants one key may have. A further one pushes the oldest out.
  static final int COUNT_MAX = 64;

  static final Variants NONE = new Variants(List.of());

  private final List<StoredResponse> responses;
  private volatile int round;

  /// Some of which the second tier was told in a round; 0: not yet.
  Variants(List<StoredResponse> responses, int round) {
    this.responses = List.copyOf(responses);
    this.round = round;
  }

  Variants(List<StoredResponse> responses) {
    this(responses, 0);
  }

  List<StoredResponse> responses() {
    return responses;
  }

  /// Whether the second tier was told of them before this round.
  boolean isBefore(int present) {
    return round < present;
  }

  /// The second tier is told of them.
  void tell(int present) {
    round = present;
  }

  /// The newest response whose selection matches (RFC 9111 §4.1: "the most recent").
  Optional<StoredResponse> select(Fields request) {
    for (StoredResponse response : responses) {
      if (response.selection().matches(request)) {
        return Optional.of(response);
      }
    }
    return Optional.empty();
  }

  /// These with one more in front; it takes the place of one with the same selection. A part is
  /// joined to what it belongs to, up to `bytesMax`.
  Variants with(StoredResponse added, long bytesMax) {
    var changed = new ArrayList<StoredResponse>(responses.size() + 1);
    changed.add(added);
    for (StoredResponse response : responses) {
      if (response.selection().equals(added.selection())) {
        changed.set(0, response.with(added, bytesMax));
      } else if (changed.size() < COUNT_MAX) {
        changed.add(response);
      }
    }
    return new Variants(changed);
  }

  long weightBytes() {
    long weight = 0;
    for (StoredResponse response : responses) {
      weight += response.weightBytes();
    }
    return weight;
  }
}
