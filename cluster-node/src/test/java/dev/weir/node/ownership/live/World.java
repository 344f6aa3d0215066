package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.nodes;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A cluster without routers in which nodes die and come back and the grid splits, second by
/// second, while clients read and write; and what must hold in it (docs/ownership.md).
final class World {
  private static final int NODES = 5;
  private static final int HOSTS = 6;
  private static final int TARGETS = 3;
  private static final int TROUBLE_SECONDS = 300;

  private final Random random;
  private final Urls urls;
  private final Rules rules;
  private final Map<Inet4Address, Member> up = new TreeMap<>(Given::compare);
  private final Map<Inet4Address, Integer> side = new HashMap<>();
  private final Grids grids = new Grids();
  private final Map<String, Inet4Address> storers = new HashMap<>();
  private final Map<CacheKey, Integer> versions = new HashMap<>();
  private final Map<CacheKey, Integer> acknowledged = new HashMap<>();
  private Instant now = Given.START;
  private Instant splitUntil = Instant.MIN;
  private Instant changedAt = Given.START;
  private boolean split;
  private long requests;

  private World(long seed, Rules rules) {
    this.random = new Random(seed);
    this.urls = new Urls(random, HOSTS, TARGETS);
    this.rules = rules;
    nodes(NODES).forEach(this::revive);
  }

  /// Runs one world; the number of requests in it.
  static long run(long seed, Rules rules) {
    var world = new World(seed, rules);
    for (int i = 0; i < TROUBLE_SECONDS; i++) {
      world.trouble();
      world.second(0.6);
    }
    world.heal();
    nodes(NODES).stream().filter(it -> !world.up.containsKey(it)).forEach(world::revive);
    for (int i = 0; i < 6; i++) {
      world.second(1);
    }
    world.expectAgreement();
    for (int i = 0; i < 62; i++) {
      world.second(1);
    }
    world.expectOneCopy();
    return world.requests;
  }

  private void trouble() {
    if (random.nextInt(50) == 0 && up.size() > 2) {
      Inet4Address dead = anyMember().address;
      up.remove(dead);
      storers.values().removeIf(dead::equals); // its copies are gone
    }
    if (random.nextInt(20) == 0) {
      nodes(NODES).stream().filter(it -> !up.containsKey(it)).findAny().ifPresent(this::revive);
    }
    if (!split && random.nextInt(100) == 0) {
      split = true;
      grids.split();
      nodes(NODES).forEach(it -> side.put(it, random.nextInt(2)));
    } else if (split && random.nextInt(30) == 0) {
      heal();
    }
  }

  private void heal() {
    split = false;
    splitUntil = now.plusSeconds(120);
    grids.heal();
    nodes(NODES).forEach(it -> side.put(it, 0));
  }

  private void revive(Inet4Address address) {
    var member =
        new Member(
            address,
            nodes(NODES),
            (to, question, told) -> ask(address, to, question, told),
            rules,
            () -> now);
    side.putIfAbsent(address, 0);
    up.put(address, member);
  }

  private void second(double lookChance) {
    now = now.plusSeconds(1);
    for (Member member : List.copyOf(up.values())) {
      keepTable(member);
      if (random.nextDouble() < lookChance) {
        look(member);
      }
    }
    for (int i = 0; i < 10; i++) {
      requests++;
      Runnable request = random.nextInt(20) == 0 ? this::write : this::read;
      request.run();
    }
    if (settled() && now.isAfter(splitUntil) && now.isAfter(changedAt.plusSeconds(5))) {
      expectCopies(2);
    }
  }

  private void keepTable(Member member) {
    int here = side.getOrDefault(member.address, 0);
    Optional<PublishedTable> before = grids.at(here);
    long first = before.map(it -> it.keyNumber() + 1).orElse(1L);
    member
        .gridTable
        .look(present(member), rules.basis(before, member.address), first, now)
        .filter(table -> before.filter(it -> it.owners().equals(table.owners())).isEmpty())
        .ifPresent(table -> grids.publish(here, table, now));
  }

  private void look(Member member) {
    long before = member.number();
    member.look(grids.at(side.getOrDefault(member.address, 0)), present(member));
    if (member.number() < before) {
      throw new Violation("S7", member.address + " goes back to " + member.number());
    }
    if (member.number() != before) {
      changedAt = now;
    }
  }

  private Set<Inet4Address> present(Member member) {
    return up.keySet().stream()
        .filter(it -> reaches(member.address, it))
        .collect(Collectors.toSet());
  }

  private boolean reaches(Inet4Address from, Inet4Address to) {
    return up.containsKey(to)
        && (!split || side.getOrDefault(from, 0).equals(side.getOrDefault(to, 0)));
  }

  private void read() {
    Member ingress = anyMember();
    CacheKey key = urls.any();
    int least = acknowledged.getOrDefault(key, 0);
    int version =
        switch (ingress.owner(key, urls.destination(key), false)) {
          case Owner.Here here -> serve(ingress, key, here);
          case Owner.Peer(Inet4Address to) ->
              linked(ingress, to)
                  .map(there -> relayed(there, key))
                  .orElseGet(() -> versions.getOrDefault(key, 0));
          case Owner.Nobody() -> versions.getOrDefault(key, 0);
        };
    if (version < least) {
      throw new Violation("S9", key.url() + " of version " + version + ", not " + least);
    }
  }

  private int relayed(Member there, CacheKey key) {
    return there.owner(key, urls.destination(key), true) instanceof Owner.Here here
        ? serve(there, key, here)
        : versions.getOrDefault(key, 0);
  }

  private int serve(Member owner, CacheKey key, Owner.Here here) {
    long decidedIn = owner.number();
    Member.Stored stored = owner.store.get(key);
    if (stored != null && rules.serves(stored.tenure(), here.tenure())) {
      return stored.version();
    }
    Optional<Member.Stored> given =
        stored != null
            ? Optional.empty()
            : here.before()
                .flatMap(before -> linked(owner, before))
                .flatMap(before -> before.give(key))
                .filter(_ -> !rules.buried(owner.tombstones, key, now));
    int version = given.map(Member.Stored::version).orElse(versions.getOrDefault(key, 0));
    owner.store.put(key, new Member.Stored(here.tenure(), version));
    Inet4Address other = storers.putIfAbsent(decidedIn + " " + key.url(), owner.address);
    if (other != null && !other.equals(owner.address)) {
      throw new Violation("S8 store", key.url() + " in " + decidedIn + " at " + other);
    }
    return version;
  }

  /// A write is acknowledged to its client; what holds of it later is only asked when the cluster
  /// was whole and of one mind at that moment.
  private void write() {
    Member ingress = anyMember();
    CacheKey key = urls.any();
    int version = versions.merge(key, 1, Integer::sum);
    Optional<Member> owner =
        switch (ingress.owner(key, urls.destination(key), false)) {
          case Owner.Here _ -> Optional.of(ingress);
          case Owner.Peer(Inet4Address to) -> linked(ingress, to);
          case Owner.Nobody() -> Optional.empty();
        };
    owner.ifPresent(it -> it.invalidate(key));
    if (owner.isPresent() && settled() && now.isAfter(splitUntil)) {
      acknowledged.put(key, version);
    }
  }

  /// The other end of the link to a node, when both go by one epoch: each may look once.
  private Optional<Member> linked(Member from, Inet4Address to) {
    if (!reaches(from.address, to)) {
      return Optional.empty();
    }
    Member there = Objects.requireNonNull(up.get(to));
    switch (rules.fence(from.number(), there.number())) {
      case PASS -> {}
      case SENDER_BEHIND -> {
        look(from);
        return Optional.empty();
      }
      case RECEIVER_BEHIND -> look(there);
    }
    boolean passes = rules.fence(from.number(), there.number()) == Fence.PASS;
    return Optional.of(there).filter(_ -> passes);
  }

  private void ask(
      Inet4Address from, Inet4Address to, byte[] question, Consumer<Optional<byte[]>> told) {
    Optional<Member> linked = Optional.ofNullable(up.get(from)).flatMap(it -> linked(it, to));
    if (linked.isEmpty()) {
      told.accept(Optional.empty());
      return;
    }
    Member there = linked.get();
    switch (HomeCodec.decode(question).orElseThrow()) {
      case HomeMessage.WhereIs asked ->
          there.ownership.answer(
              asked,
              answer -> told.accept(rules.home(asked, Optional.of(answer)).map(HomeCodec::encode)));
      case HomeMessage.Recall(int bucket) ->
          told.accept(
              Optional.of(new HomeMessage.Records(there.ownership.known().recall(bucket)))
                  .filter(_ -> rules.recalls())
                  .map(HomeCodec::encode));
      default -> throw new IllegalStateException("not asked here");
    }
  }

  private boolean settled() {
    return !split && up.values().stream().mapToLong(Member::number).distinct().count() == 1;
  }

  private void expectAgreement() {
    var owners = up.values().iterator().next().ownership.epoch().orElseThrow().owners();
    if (!settled() || !owners.equals(up.keySet())) {
      throw new Violation("L2", "not agreed: " + owners + " of " + up.keySet());
    }
  }

  private void expectOneCopy() {
    if (changedAt.plusSeconds(61).isBefore(now)) {
      expectCopies(1);
    } else {
      throw new Violation("L2", "still changing");
    }
  }

  private void expectCopies(int most) {
    var copies = new HashMap<CacheKey, Integer>();
    up.values().forEach(it -> it.store.keySet().forEach(key -> copies.merge(key, 1, Integer::sum)));
    copies.forEach((key, count) -> {
      if (count > most) {
        throw new Violation(most == 1 ? "L3" : "S8 copies", key.url() + " is stored " + count);
      }
    });
  }

  private Member anyMember() {
    return List.copyOf(up.values()).get(random.nextInt(up.size()));
  }
}
