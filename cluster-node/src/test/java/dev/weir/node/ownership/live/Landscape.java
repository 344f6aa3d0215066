package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.nodes;

import dev.weir.node.ownership.Attention;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.Given;
import dev.weir.node.peer.link.PeerStates;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Nodes that die, are born again and fall asleep, the network of two sides between them, and the
/// tables by which they go.
final class Landscape {
  static final int NODES = 5;

  private final Random random;
  private final Rules rules;
  private final Tables tables;
  private final Function<Inet4Address, Member> birth;
  private final Map<Inet4Address, Member> up = new TreeMap<>(Given::compare);
  private final Map<Inet4Address, Instant> bornAt = new HashMap<>();
  private final Map<Inet4Address, Instant> asleepSince = new HashMap<>();
  private final Map<Inet4Address, Instant> asleepUntil = new HashMap<>();
  private final Map<Inet4Address, Integer> side = new HashMap<>();
  private final Set<Inet4Address> looking = new HashSet<>();
  private Instant now = Given.START;
  private Instant splitUntil = Instant.MIN;
  private Instant changedAt = Given.START;
  private boolean split;
  private boolean troubled;

  Landscape(Random random, Rules rules, Tables tables, Function<Inet4Address, Member> birth) {
    this.random = random;
    this.rules = rules;
    this.tables = tables;
    this.birth = birth;
  }

  Rules rules() {
    return rules;
  }

  Instant now() {
    return now;
  }

  int side(Inet4Address node) {
    return side.getOrDefault(node, 0);
  }

  Instant bornAt(Inet4Address node) {
    return bornAt.getOrDefault(node, Given.START);
  }

  /// Whether its process exists.
  boolean isUp(Inet4Address node) {
    return up.containsKey(node);
  }

  /// Whether it is the process that exists.
  boolean isUp(Member member) {
    return up.get(member.address) == member;
  }

  boolean isAwake(Inet4Address node) {
    return isUp(node) && !now.isBefore(asleepUntil.getOrDefault(node, Instant.MIN));
  }

  List<Member> awake() {
    return up.values().stream().filter(it -> isAwake(it.address)).toList();
  }

  /// Whether things go wrong yet.
  boolean troubled() {
    return troubled;
  }

  Inet4Address any() {
    return Given.node(1 + random.nextInt(NODES));
  }

  Optional<Member> anyAwake() {
    List<Member> awake = awake();
    return awake.isEmpty()
        ? Optional.empty()
        : Optional.of(awake.get(random.nextInt(awake.size())));
  }

  /// Who is in the grid in a node's eyes: it needs five seconds to miss one that sleeps.
  Set<Inet4Address> present(Inet4Address node) {
    return up.keySet().stream()
        .filter(it -> sameSide(node, it))
        .filter(it -> isAwake(it) || now.isBefore(asleepSince.getOrDefault(it, now).plusSeconds(5)))
        .collect(Collectors.toSet());
  }

  boolean reaches(Inet4Address from, Inet4Address to) {
    return isAwake(from) && isAwake(to) && sameSide(from, to);
  }

  private boolean sameSide(Inet4Address from, Inet4Address to) {
    return !split || side(from) == side(to);
  }

  /// Something may go wrong. Who died, if somebody did.
  Optional<Inet4Address> trouble() {
    troubled = true;
    Optional<Inet4Address> dead = Optional.empty();
    if (random.nextInt(50) == 0 && up.size() > 2) {
      dead = Optional.of(List.copyOf(up.keySet()).get(random.nextInt(up.size())));
      dead.ifPresent(up::remove);
    }
    if (random.nextInt(20) == 0) {
      nodes(NODES).stream().filter(it -> !up.containsKey(it)).findAny().ifPresent(this::revive);
    }
    if (random.nextInt(60) == 0) {
      anyAwake().ifPresent(this::fallAsleep);
    }
    if (!split && random.nextInt(100) == 0) {
      split = true;
      tables.split();
      nodes(NODES).forEach(it -> side.put(it, random.nextInt(2)));
    } else if (split && random.nextInt(30) == 0) {
      join();
    }
    return dead;
  }

  private void fallAsleep(Member member) {
    asleepSince.put(member.address, now);
    asleepUntil.put(member.address, now.plusSeconds(1 + random.nextInt(60)));
  }

  private void join() {
    split = false;
    splitUntil = now.plusSeconds(120);
    tables.heal();
    nodes(NODES).forEach(it -> side.put(it, 0));
  }

  /// From now on nothing goes wrong, and everybody is here.
  void heal() {
    troubled = false;
    join();
    asleepUntil.clear();
    nodes(NODES).stream().filter(it -> !up.containsKey(it)).forEach(this::revive);
  }

  void revive(Inet4Address address) {
    side.putIfAbsent(address, 0);
    asleepUntil.remove(address);
    bornAt.put(address, now);
    up.put(address, birth.apply(address));
  }

  /// A second passes. Who has just woken looks before news would be too late.
  void second(double lookChance) {
    now = now.plusSeconds(1);
    tables.second(this);
    for (Member member : awake()) {
      member.attend();
      Instant woke = asleepUntil.getOrDefault(member.address, Instant.MIN);
      boolean due = now.equals(woke.plus(Attention.NEWS).minusSeconds(1));
      if (due || random.nextDouble() < lookChance) {
        look(member);
      }
    }
    if (!rules.noticesSleep()) {
      up.values().forEach(Member::attend);
    }
  }

  /// Who is looking already does not look again within.
  void look(Member member) {
    if (!looking.add(member.address)) {
      return;
    }
    long before = member.number();
    member.look(
        tables.sight(member.address, this),
        tables.listed(member.address, this),
        present(member.address));
    looking.remove(member.address);
    if (member.number() < before) {
      throw new Violation("S7", member.address + " goes back to " + member.number());
    }
    if (member.number() != before) {
      changedAt = now;
    }
  }

  /// Whether its process is gone, or has stood still for so long that it will know.
  boolean isLost(Inet4Address node) {
    return !isUp(node)
        || (!isAwake(node)
            && !now.isBefore(asleepSince.getOrDefault(node, now).plus(PeerStates.LOST_AFTER)));
  }

  /// The other end of the link to a node, whatever epochs the two go by.
  Optional<Member> reached(Member from, Inet4Address to) {
    return Optional.ofNullable(up.get(to)).filter(_ -> reaches(from.address, to));
  }

  /// The other end of the link to a node, when both go by one epoch: each may look once.
  Optional<Member> linked(Member from, Inet4Address to) {
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

  /// Who answers what is relayed to a node: it does if both go by one epoch, and else if it `owns`
  /// what is asked for by its own.
  Optional<Member> answering(Member from, Inet4Address to, Predicate<Member> owns) {
    return linked(from, to).or(() -> reached(from, to).filter(owns));
  }

  /// Who answers a question about homes: it does if it goes by the same epoch, or a later one.
  Optional<Member> asked(Inet4Address from, Inet4Address to) {
    return Optional.ofNullable(up.get(from))
        .flatMap(it ->
            linked(it, to).or(() -> reached(it, to).filter(there -> there.number() > it.number())));
  }

  /// Whether the grid is whole, has long been, and all who are awake go by one epoch.
  boolean settled() {
    return !split
        && now.isAfter(splitUntil)
        && awake().stream().mapToLong(Member::number).distinct().count() == 1;
  }

  /// For so many seconds nobody has changed his mind.
  boolean quietFor(int seconds) {
    return now.isAfter(changedAt.plusSeconds(seconds))
        && asleepUntil.values().stream()
            .noneMatch(it -> !it.isAfter(now) && now.isBefore(it.plusSeconds(seconds)));
  }
}
