package dev.weir.node.proxy.outward;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Worthless;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.proxy.origin.OriginPool;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// The way out of one event loop: origins, and other nodes where there are any.
///
/// @param peers the link to the others; without it nothing is relayed
/// @param retractions tells the others what is worthless now, where there are any
/// @param owners whose a key is
public record Outward(
    OriginPool origins,
    Optional<PeerLink> peers,
    Optional<Retractions> retractions,
    OwnerLookup owners) {

  /// Tells on this loop whose a key is.
  public void owner(
      CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told) {
    owners.ask(
        key,
        destination,
        checked,
        owner -> {
          if (origins.loop().inEventLoop()) {
            told.accept(owner);
          } else {
            origins.loop().execute(() -> told.accept(owner));
          }
        });
  }

  /// Has what an unsafe request has made worthless, and is dropped here, dropped by all others.
  /// `done` runs on this loop once none of them would serve it any more.
  public void invalidate(Worthless worthless, Runnable done) {
    owners.bury(worthless);
    retractions.ifPresentOrElse(it -> it.begin(worthless, done), done);
  }
}
