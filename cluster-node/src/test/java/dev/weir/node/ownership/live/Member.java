package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.GridTable;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.ownership.home.HomeRecords;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// One simulated node: the real decisions around a store that holds versions in place of responses.
final class Member {
  private static final OwnershipMeters METERS = new OwnershipMeters(new Telemetry());

  final Inet4Address address;
  final Map<CacheKey, Stored> store = new HashMap<>();
  final Tombstones tombstones = new Tombstones();
  final Ownership ownership;
  final GridTable gridTable;
  private final Succession succession;
  private final Rules rules;
  private final InstantSource clock;
  private boolean owned;

  /// A version of a resource, as it is stored.
  record Stored(long tenure, int version) {}

  Member(
      Inet4Address address,
      Set<Inet4Address> all,
      Neighbours neighbours,
      Rules rules,
      InstantSource clock) {
    this.address = address;
    this.rules = rules;
    this.clock = clock;
    this.succession = new Succession(address, all);
    this.gridTable = new GridTable(address, all);
    this.ownership =
        new Ownership(
            new Ownership.Self(address, all, By.DESTINATION),
            neighbours,
            METERS,
            clock,
            Runnable::run);
  }

  long number() {
    return ownership.epoch().map(Epoch::number).orElse(Fence.NONE);
  }

  /// Its process runs.
  void attend() {
    ownership.expire();
    if (ownership.lapsed()) {
      succession.slept();
    }
  }

  /// Looks at routers and grid.
  void look(Succession.Sight sight, boolean listed, Set<Inet4Address> present) {
    ownership.see(present);
    Optional<Epoch> next = succession.look(sight, clock.instant());
    boolean stands = rules.stands(succession.stands(listed, present));
    next.ifPresentOrElse(it -> enter(it, stands), () -> ownership.stand(stands));
    store
        .keySet()
        .removeIf(key ->
            ownership.fate(key).map(rules::fate).filter(HandOver.Fate.DROP::equals).isPresent());
    store.keySet().stream()
        .filter(key -> ownership.fate(key).isEmpty())
        .toList()
        .forEach(ownership::inquire);
  }

  private void enter(Epoch next, boolean stands) {
    boolean owns = next.owners().contains(address);
    boolean believes = rules.believesWhenGivenUp() && !(owns && owned);
    owned = owns;
    List<HomeRecords> believed =
        IntStream.range(0, believes ? Epoch.BUCKETS : 0)
            .filter(bucket -> !next.moved(bucket))
            .mapToObj(ownership.known()::recall)
            .toList();
    ownership.enter(next, stands);
    for (HomeRecords records : believed) {
      IntStream.range(0, records.count())
          .filter(records::confirmed)
          .forEach(i -> ownership.known().confirm(records.host(i), records.home(i)));
    }
  }

  Owner owner(CacheKey key, InetSocketAddress destination, boolean relayed) {
    OwnerLookup lookup = relayed ? ownership.relayed() : ownership;
    var owner = new AtomicReference<Owner>(Owner.NOBODY);
    lookup.ask(key, destination, true, owner::set);
    return relayed ? owner.get() : rules.owner(owner.get());
  }

  /// Whether it owns a key by its own table.
  boolean owns(CacheKey key, InetSocketAddress destination) {
    return owner(key, destination, true) instanceof Owner.Here;
  }

  /// Whether somebody keeps what comes of a key.
  boolean isOwned(CacheKey key, InetSocketAddress destination) {
    Owner owner = owner(key, destination, false);
    return owner instanceof Owner.Here || owner instanceof Owner.Peer;
  }

  /// The version that is stored, if it may be served.
  Optional<Integer> hit(CacheKey key, Owner.Here here) {
    return Optional.ofNullable(store.get(key))
        .filter(it -> rules.serves(it.tenure(), here.tenure()))
        .map(Stored::version);
  }

  /// The bucket of a key, when that is known.
  Optional<Holding> holding(CacheKey key) {
    return ownership
        .whereabouts(key)
        .flatMap(it -> ownership.epoch().map(epoch -> epoch.holding(it.bucket())));
  }

  /// What it gives to the present owner of a key. It drops that, and what it cannot give.
  Optional<Stored> give(CacheKey key) {
    List<Long> tenures = ownership.gives(key);
    return tenures.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(store.remove(key))
            .filter(it -> tenures.stream().anyMatch(one -> rules.serves(it.tenure(), one)));
  }

  void doubt() {
    ownership.doubt();
    tombstones.buryAll(clock.instant());
  }

  void invalidate(CacheKey key) {
    store.remove(key);
    tombstones.bury(key, clock.instant());
  }
}
