package dev.weir.node.ownership;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Worthless;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The one place that says whose a key is. Safe for use by any thread.
@FunctionalInterface
public interface OwnerLookup {
  /// Whatever comes here is kept here: a node that is alone.
  OwnerLookup EVERYTHING_HERE =
      (key, destination, checked, told) ->
          told.accept(checked ? Owner.Here.alone(0) : Owner.NOBODY);

  /// Tells whose the key is: within the call when that is known, else later and on any thread, but
  /// always and once.
  ///
  /// @param destination where the client's connection went
  /// @param checked whether the request passed the host check; if not, the key is nobody's
  void ask(CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told);

  /// Whether [#ask] tells at once whose a key is, for a request that passed the host check.
  default boolean isKnown(CacheKey key) {
    return false;
  }

  /// What a request is asked by that another node relays: it goes no hop further.
  default OwnerLookup relayed() {
    return this;
  }

  /// The tenures of what is given to the present owner of a key, and dropped here, the last first;
  /// none when nothing is given, 0 when no tenures are counted.
  default List<Long> gives(CacheKey key) {
    return List.of(0L);
  }

  /// All other nodes that there may be.
  default Set<Inet4Address> others() {
    return Set.of();
  }

  /// Those of them that may serve what they have stored, or hand it over.
  default Set<Inet4Address> keepers() {
    return others();
  }

  /// Whether a node lives, as far as is known: what another one stores is of no account.
  default boolean lives(Inet4Address node) {
    return true;
  }

  /// From now on nothing that is stored is served unvalidated: others have changed some of it.
  default void doubt() {}

  /// From now on nothing older that is taken over for a key is kept: it was purged or invalidated.
  default void bury(CacheKey key) {}

  /// The same of what a purge means: one URL, or else whatever there is.
  default void bury(Purge purge) {}

  /// The same of what a response has made worthless.
  default void bury(Worthless worthless) {
    worthless.keys().forEach(this::bury);
    worthless.groups().forEach(this::bury);
  }

  /// Whether nothing that is taken over for a key may be kept. Who gave it answers for it once: had
  /// it been told what is worthless, it had nothing to give, and until it is nobody may rely on it.
  default boolean isBuried(CacheKey key) {
    return false;
  }
}
