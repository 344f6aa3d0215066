package dev.weir.node.ownership;

import dev.weir.cache.rule.CacheKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// The one place that says whose a key is. Safe for use by any thread.
@FunctionalInterface
public interface OwnerLookup {
  /// Whatever comes here is kept here: a node that is alone.
  OwnerLookup EVERYTHING_HERE =
      (key, destination, checked, told) ->
          told.accept(checked ? new Owner.Here(0, Optional.empty()) : Owner.NOBODY);

  /// Tells whose the key is: within the call when that is known, else later and on any thread, but
  /// always and once.
  ///
  /// @param destination where the client's connection went
  /// @param checked whether the request passed the host check; if not, the key is nobody's
  void ask(CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told);
}
