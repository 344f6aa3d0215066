package dev.weir.node.proxy.outward;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Worthless;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.peer.PeerBody;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.proxy.origin.OriginPool;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The way out of one event loop: origins, and other nodes where there are any.
///
/// @param peers the link to the others; without it nothing is relayed
/// @param owners whose a key is
public record Outward(OriginPool origins, Optional<PeerLink> peers, OwnerLookup owners) {

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

  /// Has what an unsafe request has made worthless, and is dropped here, dropped by whoever owns
  /// it, and its groups by all. `done` runs on this loop once every one of them has said so, or
  /// does not answer.
  public void invalidate(Worthless worthless, InetSocketAddress destination, Runnable done) {
    List<CacheKey> keys = worthless.keys();
    Set<Inet4Address> others =
        worthless.groups().isEmpty() ? Set.of() : peers.map(PeerLink::expected).orElse(Set.of());
    var left = new AtomicInteger(1 + keys.size() + others.size());
    Runnable one =
        () -> {
          if (left.decrementAndGet() == 0) {
            done.run();
          }
        };
    byte[] groups = PeerBody.of(new Worthless(List.of(), worthless.groups()));
    for (Inet4Address node : others) {
      peers.orElseThrow().ask(node, PeerKind.INVALIDATE, groups, _ -> one.run());
    }
    for (CacheKey key : keys) {
      owners.bury(key);
      owner(
          key,
          destination,
          true,
          owner -> {
            if (owner instanceof Owner.Peer(Inet4Address node) && peers.isPresent()) {
              byte[] question = PeerBody.of(new Worthless(List.of(key), List.of()));
              peers.get().ask(node, PeerKind.INVALIDATE, question, _ -> one.run());
            } else {
              one.run();
            }
          });
    }
    one.run();
  }
}
