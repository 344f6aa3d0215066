package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.nodes;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.proxy.outward.Retractions;
import dev.weir.wccp.assignment.BucketSet;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A cluster in which nodes die, come back and fall asleep and the grid splits, second by second,
/// while clients read and write; and what must hold in it (docs/ownership.md).
///
/// Half of them have routers, some of these with a slow start, some with fast eviction.
final class World {
  private static final int HOSTS = 6;
  private static final int TARGETS = 3;
  private static final int TROUBLE_SECONDS = 300;

  private final Random random;
  private final Urls urls;
  private final Rules rules;
  private final Tables tables;
  private final Landscape land;
  private final Map<String, Inet4Address> storers = new HashMap<>();
  private final Map<CacheKey, Integer> versions = new HashMap<>();
  private final Map<CacheKey, Integer> acknowledged = new HashMap<>();
  private final List<Write> writes = new ArrayList<>();
  private final Trace trace = new Trace();
  private long requests;
  private boolean unheard;
  private boolean hidden;

  /// What a client has written, by one node, and who has heard of it since.
  private record Write(Member by, CacheKey key, int version, Instant at, Set<Inet4Address> told) {}

  /// What a world came to.
  ///
  /// @param trace the hash of all that happened
  record Outcome(long requests, long trace) {}

  private World(long seed, Rules rules) {
    this.random = new Random(seed);
    this.urls = new Urls(random, HOSTS, TARGETS);
    this.rules = rules;
    this.tables =
        seed % 2 == 0 ? new Routers(random, seed % 4 == 0, random.nextBoolean()) : new Grids();
    this.land = new Landscape(random, rules, tables, this::bear);
    nodes(Landscape.NODES).forEach(land::revive);
  }

  /// Runs one world.
  static Outcome run(long seed, Rules rules) {
    var world = new World(seed, rules);
    for (int i = 0; i < TROUBLE_SECONDS; i++) {
      // The copies of the dead are gone.
      world.land.trouble().ifPresent(dead -> world.storers.values().removeIf(dead::equals));
      world.second(0.6);
    }
    world.land.heal();
    for (long i = world.tables.settlesWithin().toSeconds(); i > 0; i--) {
      world.second(1);
    }
    world.expectAgreement();
    for (int i = 0; i < 62; i++) {
      world.second(1);
    }
    world.expectOneCopy();
    world.expectOwners();
    return new Outcome(world.requests, world.trace.hash());
  }

  private Member bear(Inet4Address address) {
    return new Member(
        address,
        nodes(Landscape.NODES),
        (to, question, told) -> ask(address, to, question, told),
        rules,
        land::now);
  }

  private void second(double lookChance) {
    land.second(lookChance);
    retract();
    for (int i = 0; i < 10; i++) {
      requests++;
      boolean writes = random.nextInt(20) == 0;
      land.anyAwake().ifPresent(writes ? this::write : this::read);
    }
    if (land.settled() && land.quietFor(5)) {
      expectCopies(2);
    }
  }

  private void read(Member ingress) {
    CacheKey key = urls.any();
    int least = acknowledged.getOrDefault(key, 0);
    int version =
        switch (ingress.owner(key, urls.destination(key), false)) {
          case Owner.Here here -> serve(ingress, key, here);
          case Owner.Peer(Inet4Address to) ->
              land.answering(ingress, to, it -> it.owns(key, urls.destination(key)))
                  .map(there -> relayed(there, key))
                  .orElseGet(() -> versions.getOrDefault(key, 0));
          case Owner.Remembered(Owner.Here here) ->
              ingress.hit(key, here).orElseGet(() -> versions.getOrDefault(key, 0));
          case Owner.Nobody() -> versions.getOrDefault(key, 0);
        };
    trace.note("reads", ingress.address, ingress.number(), key.url(), version);
    if (version < least) {
      throw new Violation("S9", key.url() + " of version " + version + ", not " + least);
    }
  }

  private int relayed(Member there, CacheKey key) {
    return switch (there.owner(key, urls.destination(key), true)) {
      case Owner.Here here -> serve(there, key, here);
      case Owner.Remembered(Owner.Here here) ->
          there.hit(key, here).orElseGet(() -> versions.getOrDefault(key, 0));
      case Owner.Peer _, Owner.Nobody _ -> versions.getOrDefault(key, 0);
    };
  }

  private int serve(Member owner, CacheKey key, Owner.Here here) {
    long decidedIn = owner.number();
    Member.Stored stored = owner.store.get(key);
    if (stored != null && rules.serves(stored.tenure(), here.tenure())) {
      return stored.version();
    }
    Optional<Member.Stored> given = takeOver(owner, key, here);
    int version = given.map(Member.Stored::version).orElse(versions.getOrDefault(key, 0));
    boolean worthless = given.isPresent() && rules.buried(owner.tombstones, key, land.now());
    if (worthless || (hidden && given.isEmpty() && stored == null)) {
      return version; // who is not heard, and lives, may have a copy, too
    }
    trace.note("stores", owner.address, decidedIn, key.url(), version);
    owner.store.put(key, new Member.Stored(here.tenure(), version));
    Inet4Address other = storers.putIfAbsent(decidedIn + " " + key.url(), owner.address);
    if (other != null && !other.equals(owner.address)) {
      throw new Violation("S8 store", key.url() + " in " + decidedIn + " at " + other);
    }
    return version;
  }

  /// What a former owner gives, else what the owner itself has of before, if all have answered.
  private Optional<Member.Stored> takeOver(Member owner, CacheKey key, Owner.Here here) {
    unheard = false;
    hidden = false;
    for (Inet4Address before : here.before()) {
      Optional<Member> former = land.linked(owner, before);
      Optional<Member.Stored> given = former.flatMap(it -> it.give(key));
      if (given.isPresent()) {
        return given;
      }
      unheard |= former.isEmpty();
      hidden |= former.isEmpty() && land.present(owner.address).contains(before);
    }
    return Optional.ofNullable(owner.store.get(key))
        .filter(it -> !unheard && here.earlier().contains(it.tenure()));
  }

  private void write(Member ingress) {
    CacheKey key = urls.any();
    ingress.ownership.see(land.present(ingress.address));
    ingress.invalidate(key);
    int version = versions.merge(key, 1, Integer::sum);
    trace.note("writes", ingress.address, ingress.number(), key.url(), version);
    writes.add(new Write(ingress, key, version, land.now(), new HashSet<>()));
    retract();
  }

  /// Tells the others of what was written, and later to doubt all they have. A write is
  /// acknowledged when each has been told or is lost. One that takes too long is, too: of such
  /// nothing is said here as long as somebody is out of reach. Not all hear of it at once.
  private void retract() {
    writes.removeIf(it -> !land.isUp(it.by()));
    writes.removeIf(it -> land.isAwake(it.by().address) && isTold(it));
  }

  private boolean isTold(Write write) {
    boolean late = land.now().isAfter(write.at().plus(Retractions.PATIENCE));
    Set<Inet4Address> keepers = late ? Set.of() : rules.retracts(write.by(), write.key());
    var left = new TreeSet<Inet4Address>(Given::compare);
    left.addAll(rules.owes(write.by().ownership.others(), keepers));
    left.removeAll(write.told());
    for (Inet4Address node : List.copyOf(left)) {
      Optional<Member> there = land.reached(write.by(), node).filter(_ -> random.nextInt(4) > 0);
      there.ifPresent(it -> {
        if (keepers.contains(node)) {
          it.invalidate(write.key());
        } else {
          it.doubt();
        }
      });
      there.ifPresent(_ -> write.told().add(node));
      trace.note("told", node, there.isPresent());
      left.removeIf(it -> it.equals(node) && (there.isPresent() || land.isLost(node)));
    }
    if (left.isEmpty()) {
      acknowledged.merge(write.key(), write.version(), Math::max);
    }
    return left.isEmpty();
  }

  private void ask(
      Inet4Address from, Inet4Address to, byte[] question, Consumer<Optional<byte[]>> told) {
    Optional<Member> linked = land.asked(from, to);
    HomeMessage message = HomeCodec.decode(question).orElseThrow();
    if (linked.isEmpty()) {
      told.accept(rules.silence(message).map(HomeCodec::encode));
      return;
    }
    Member there = linked.get();
    switch (message) {
      case HomeMessage.WhereIs asked ->
          there.ownership.answer(
              asked,
              answer -> told.accept(rules.home(asked, Optional.of(answer)).map(HomeCodec::encode)));
      case HomeMessage.Recall(BucketSet buckets) ->
          told.accept(
              Optional.<HomeMessage>of(there.ownership.known().recall(buckets))
                  .filter(_ -> rules.recalls())
                  .map(HomeCodec::encode));
      default -> throw new IllegalStateException("not asked here");
    }
  }

  private void expectAgreement() {
    long numbers = land.awake().stream().mapToLong(Member::number).distinct().count();
    if (numbers != 1) {
      throw new Violation("L2", numbers + " epochs");
    }
    Epoch epoch = land.awake().getFirst().ownership.epoch().orElseThrow();
    for (Member member : land.awake()) {
      long share =
          epoch.holdings().stream().filter(it -> it.owner().equals(member.address)).count();
      if (share < Epoch.BUCKETS / Landscape.NODES) {
        throw new Violation("L4", member.address + " has " + share + " buckets");
      }
    }
  }

  private void expectOneCopy() {
    if (land.quietFor(61)) {
      expectCopies(1);
    } else {
      throw new Violation("L2", "still changing");
    }
  }

  /// Each URL is to be kept by somebody, in everybody's eyes.
  private void expectOwners() {
    for (CacheKey key : urls.all()) {
      for (Member member : land.awake()) {
        if (!member.isOwned(key, urls.destination(key))) {
          throw new Violation("L3", key.url() + " is nobody's at " + member.address);
        }
      }
    }
  }

  private void expectCopies(int most) {
    var copies = new HashMap<CacheKey, Integer>();
    land.awake()
        .forEach(it -> it.store.keySet().forEach(key -> copies.merge(key, 1, Integer::sum)));
    copies.forEach((key, count) -> {
      if (count > most + (most > 1 && knewNobody(key) ? 1 : 0)) {
        throw new Violation(most == 1 ? "L3" : "S8 copies", key.url() + " is stored " + count);
      }
    });
  }

  /// Whether somebody has the key for less than a minute and has asked nobody for it: a new
  /// process, or one that missed who had it before. Those may have it, too (ADR-0039).
  private boolean knewNobody(CacheKey key) {
    return land.awake().stream()
        .filter(it -> it.store.containsKey(key))
        .flatMap(it -> it.holding(key).filter(one -> one.owner().equals(it.address)).stream())
        .anyMatch(
            it -> it.before().isEmpty() && land.now().isBefore(it.since().plus(HandOver.WINDOW)));
  }
}
