package dev.weir.node.ownership.live;

import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Succession;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.assignment.StickyAssignment.Gain;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Two routers with T = 2 s, and the tables that the lowest cache sends them: what WCCP makes of a
/// cluster, as far as ownership sees it (docs/wccp.md §4.3). The protocol has a simulation of its
/// own.
final class Routers implements Tables {
  private static final int COUNT = 2;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration LOST = INTERVAL.multipliedBy(3);
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final Random random;
  private final boolean slowStart;
  private final boolean fastEvict;
  private final Grids grids = new Grids();
  private final List<Router> routers = new ArrayList<>();
  private final Map<Inet4Address, Long> persisted = new HashMap<>();
  private Set<Inet4Address> candidates = Set.of();
  private Instant candidatesSince = Given.START;
  private Set<Inet4Address> served = Set.of();
  private HashAssignment made = HashAssignment.NONE;
  private Instant madeAt = Given.START;

  /// What one router knows of caches, redirects by, and has told each.
  private static final class Router {
    final Map<Inet4Address, Instant> heard = new HashMap<>();
    final Map<Inet4Address, Instant> cutUntil = new HashMap<>();
    final Map<Inet4Address, Answer> told = new HashMap<>();
    Optional<PublishedTable> shown = Optional.empty();
    Optional<PublishedTable> coming = Optional.empty();
    Instant comesAt = Instant.MAX;

    Set<Inet4Address> listed(Instant now) {
      return heard.entrySet().stream()
          .filter(it -> now.isBefore(it.getValue().plus(LOST)))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  private record Answer(Instant at, Optional<PublishedTable> shown, boolean lists) {}

  Routers(Random random, boolean slowStart, boolean fastEvict) {
    this.random = random;
    this.slowStart = slowStart;
    this.fastEvict = fastEvict;
    for (int i = 0; i < COUNT; i++) {
      routers.add(new Router());
    }
  }

  @Override
  public void second(Landscape land) {
    Instant now = land.now();
    for (Router router : routers) {
      if (land.troubled() && random.nextInt(100) == 0) {
        router.cutUntil.put(land.any(), now.plusSeconds(random.nextInt(20)));
      }
      if (!now.isBefore(router.comesAt)) {
        router.shown = router.coming;
        router.comesAt = Instant.MAX;
      }
      for (Member member : land.awake()) {
        boolean turn = (now.getEpochSecond() + member.address.getAddress()[3]) % 2 == 0;
        if (turn && !now.isBefore(router.cutUntil.getOrDefault(member.address, Instant.MIN))) {
          boolean listed = router.listed(now).contains(member.address);
          router.heard.put(member.address, now);
          router.told.put(member.address, new Answer(now, router.shown, listed));
        }
      }
    }
    assign(land);
  }

  private void assign(Landscape land) {
    Instant now = land.now();
    var agreed = new TreeSet<Inet4Address>(Given::compare);
    agreed.addAll(routers.getFirst().listed(now));
    routers.forEach(it -> agreed.retainAll(it.listed(now)));
    boolean died = fastEvict && agreed.removeIf(it -> !land.isUp(it));
    if (!agreed.equals(candidates)) {
      candidates = Set.copyOf(agreed);
      candidatesSince = now;
    }
    boolean waits = !died && now.isBefore(candidatesSince.plus(SETTLED));
    boolean underWay = now.isBefore(madeAt.plus(INTERVAL)) || agreed.equals(served);
    if (agreed.isEmpty() || waits || underWay || !land.isAwake(agreed.getFirst())) {
      return;
    }
    HashAssignment next =
        StickyAssignment.next(
            agreed.stream().map(it -> new StickyAssignment.Candidate(it, 1)).toList(),
            made,
            Map.of(),
            land.rules().gain(slowStart ? Gain.QUARTER : Gain.WHOLE));
    if (next.owners().equals(made.owners())) {
      served = Set.copyOf(agreed);
    } else {
      served = Set.of();
      made = next;
      madeAt = now;
      send(agreed.getFirst(), land);
    }
  }

  /// Its numbers go on from what routers show and from what this node has used, and are no less
  /// than the time of its start.
  private void send(Inet4Address designated, Landscape land) {
    long highest = land.bornAt(designated).getEpochSecond() - Given.START.getEpochSecond();
    for (Router router : routers) {
      highest = Math.max(highest, router.shown.map(PublishedTable::keyNumber).orElse(0L));
    }
    long number = Math.max(highest, persisted.getOrDefault(designated, 0L)) + 1;
    persisted.put(designated, number);
    PublishedTable table =
        PublishedTable.of(
                Optional.of(new AssignmentKey(designated, (int) number)), made, designated)
            .orElseThrow();
    grids.publish(land.side(designated), table, land.now());
    for (Router router : routers) {
      router.coming = Optional.of(table);
      router.comesAt = land.now().plusSeconds(random.nextInt(2));
    }
  }

  @Override
  public Succession.Sight sight(Inet4Address node, Landscape land) {
    List<Answer> answers = answers(node, land.now());
    boolean heard = !answers.isEmpty();
    Set<Optional<PublishedTable>> shown =
        answers.stream().map(Answer::shown).collect(Collectors.toSet());
    Optional<PublishedTable> echoed =
        heard && shown.size() == 1 ? shown.iterator().next() : Optional.empty();
    return new Succession.Sight(
        heard,
        echoed.map(it -> new Succession.Echo(it, HashAssignment.NONE)),
        grids.sight(node, land).published());
  }

  @Override
  public boolean listed(Inet4Address node, Landscape land) {
    return answers(node, land.now()).stream().anyMatch(Answer::lists);
  }

  private List<Answer> answers(Inet4Address node, Instant now) {
    return routers.stream()
        .flatMap(it -> Optional.ofNullable(it.told.get(node)).stream())
        .filter(it -> now.isBefore(it.at().plus(LOST)))
        .toList();
  }

  @Override
  public void split() {
    grids.split();
  }

  @Override
  public void heal() {
    grids.heal();
    routers.forEach(it -> it.cutUntil.clear());
  }

  @Override
  public Duration settlesWithin() {
    return Duration.ofSeconds(30);
  }
}
