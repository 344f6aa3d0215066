package dev.weir.cache.store;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.time.Duration;
import java.util.List;

/// Who keeps for longer what is used again in memory. It is told of everything in the order in
/// which it happens to a key, and waits for nothing but where it says so.
public interface SecondTier {
  /// Nobody.
  SecondTier NONE =
      new SecondTier() {
        @Override
        public int round() {
          return 0;
        }

        @Override
        public void usedAgain(CacheKey key, List<StoredResponse> responses) {}

        @Override
        public void forget(CacheKey key) {}

        @Override
        public void begin(Purge order) {}

        @Override
        public void settle(Purge order) {}

        @Override
        public void keep(Duration within) {}
      };

  /// What was last told of in an earlier round is told of again when it is used; 0: nothing is.
  int round();

  /// What is stored under a key was used after it was stored. Whoever is told ends the leases on
  /// the bodies.
  void usedAgain(CacheKey key, List<StoredResponse> responses);

  /// What was known under a key is worthless.
  void forget(CacheKey key);

  /// What is meant is worthless, and whatever is told of it until the order is settled.
  void begin(Purge order);

  /// Nothing old of what is meant will be told of any more.
  void settle(Purge order);

  /// Returns when what was forgotten until now stays forgotten whatever happens, or when it has
  /// taken too long. The only one that waits.
  void keep(Duration within);
}
