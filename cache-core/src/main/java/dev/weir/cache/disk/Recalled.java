package dev.weir.cache.disk;

import dev.weir.cache.rule.StoredResponse;
import java.util.List;
import java.util.Locale;

/// What came of looking for a key on a disk.
sealed interface Recalled {
  /// The responses of the key.
  record Found(List<StoredResponse> responses) implements Recalled {
    /// Keeps a copy.
    public Found {
      responses = List.copyOf(responses);
    }
  }

  /// Nothing that may be used.
  record Nothing(Why why) implements Recalled {}

  /// Why there is nothing.
  enum Why {
    /// It has gone meanwhile.
    GONE,
    /// It was forgotten by an order for many.
    PURGED,
    /// Another URL has the same hash.
    OTHER_URL,
    /// Its octets are not those written.
    CORRUPT,
    /// The disk failed.
    FAILED,
    /// Too many are being read.
    BUSY;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
