package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.assignment.StickyAssignment.Candidate;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Who is designated, and the duty that follows for us: to tell every router one table (§4.3).
///
/// The designated cache is the lowest address among those that every live router lists. When the
/// membership has been stable for 1.5 × assign base it computes a table, starting from the one in
/// force, and sends it between two exchanges, because the router compares receive ids; it repeats
/// it until every router shows its key. Each table has a number of its own.
///
/// Confined to its [CacheGroup].
final class DesignatedCache {
  /// How many caches' former buckets are remembered.
  static final int REMEMBERED_MAX = 64;

  /// After this many repetitions the operator is told.
  static final int REPETITIONS_BEFORE_ALARM = 5;

  /// What a table is computed from: any difference asks for a new one.
  private record Membership(Map<InetAddress, Integer> changes, List<Candidate> candidates) {}

  private final InetAddress self;
  private final Map<InetAddress, BucketSet> remembered = new LinkedHashMap<>();
  private Optional<InetAddress> designated = Optional.empty();
  private Optional<Membership> scheduled = Optional.empty();
  private Optional<AssignmentInfo> sent = Optional.empty();
  private Instant changedAt = Instant.MAX;
  private Instant computeAt = Instant.MAX;
  private Instant repeatAt = Instant.MAX;
  private Instant settleAt = Instant.MAX;
  private int number;
  private int repetitions;

  DesignatedCache(InetAddress self, int firstNumber) {
    this.self = self;
    this.number = firstNumber - 1;
  }

  /// Who is designated, as far as the live routers agree.
  Optional<InetAddress> designated() {
    return designated;
  }

  /// Remembers what caches own, so that one that returns gets it back.
  void remember(Map<InetAddress, BucketSet> shares) {
    shares.forEach((cache, share) -> {
      if (!share.isEmpty()) {
        remembered.remove(cache);
        remembered.put(cache, share);
      }
    });
    while (remembered.size() > REMEMBERED_MAX) {
      remembered.remove(remembered.keySet().iterator().next());
    }
  }

  /// Looks at what the live routers say now. A table that is returned must be sent to all of them.
  Optional<AssignmentInfo> consider(List<RouterLink> live, Instant now) {
    var membership = membership(live);
    designated = membership.candidates().stream().map(Candidate::address).findFirst();
    noteNumbers(live);
    if (designated.filter(self::equals).isEmpty() || !hearsEveryRouter(live)) {
      stand();
      return Optional.empty();
    }
    if (idle() && sent.isPresent() && !confirmed(live)) {
      scheduled = Optional.empty(); // a router has lost a table that it once confirmed
    }
    schedule(membership, live, now);
    boolean computeDue = !now.isBefore(computeAt);
    boolean repeatDue = computeAt.equals(Instant.MAX) && !now.isBefore(repeatAt);
    if (repeatDue && confirmed(live)) {
      repeatAt = Instant.MAX;
      repeatDue = false;
    }
    if (!computeDue && !repeatDue) {
      settleAt = Instant.MAX;
      return Optional.empty();
    }
    settleAt =
        live.stream()
            .filter(link -> link.exchanging(now))
            .map(RouterLink::settledAt)
            .max(Instant::compareTo)
            .orElse(Instant.MAX);
    return settleAt.equals(Instant.MAX)
        ? Optional.of(table(computeDue, live, now))
        : Optional.empty();
  }

  /// Whether the last table was repeated so often that the operator should know. Told once.
  Optional<AssignmentKey> alarm() {
    if (repetitions != REPETITIONS_BEFORE_ALARM) {
      return Optional.empty();
    }
    repetitions++;
    return sent.map(AssignmentInfo::key);
  }

  Instant nextDeadline() {
    if (!settleAt.equals(Instant.MAX)) {
      return settleAt;
    }
    return computeAt.equals(Instant.MAX) ? repeatAt : computeAt; // a new table needs no repetition
  }

  private boolean idle() {
    return computeAt.equals(Instant.MAX) && repeatAt.equals(Instant.MAX);
  }

  private void stand() {
    scheduled = Optional.empty();
    sent = Optional.empty();
    changedAt = Instant.MAX;
    computeAt = Instant.MAX;
    repeatAt = Instant.MAX;
    settleAt = Instant.MAX;
    repetitions = 0;
  }

  /// Each router's member change number, and the caches that all of them list, by address.
  private static Membership membership(List<RouterLink> live) {
    var changes = new HashMap<InetAddress, Integer>();
    var candidates = new TreeMap<InetAddress, Candidate>(AddressOrder.UNSIGNED);
    for (RouterLink link : live) {
      changes.put(link.address(), link.memberChange());
    }
    if (!live.isEmpty()) {
      for (CacheIdentity cache : live.getFirst().caches()) {
        boolean everywhere =
            live.stream()
                .allMatch(link ->
                    link.caches().stream().anyMatch(it -> it.address().equals(cache.address())));
        if (everywhere) {
          candidates.putIfAbsent(cache.address(), new Candidate(cache.address(), cache.weight()));
        }
      }
    }
    return new Membership(changes, List.copyOf(candidates.values()));
  }

  /// §4.3: a router that others know and we do not hear must not be left out of a table.
  private static boolean hearsEveryRouter(List<RouterLink> live) {
    var heard = live.stream().flatMap(link -> link.routerId().stream()).toList();
    return live.stream().allMatch(link -> heard.containsAll(link.reportedRouters()));
  }

  /// A number that anybody has seen under our address is never used again.
  private void noteNumbers(List<RouterLink> live) {
    for (RouterLink link : live) {
      link.key()
          .filter(key -> key.designated().equals(self))
          .filter(key -> Integer.compareUnsigned(key.number(), number) > 0)
          .ifPresent(key -> number = key.number());
    }
  }

  private void schedule(Membership membership, List<RouterLink> live, Instant now) {
    if (scheduled.filter(membership::equals).isPresent()) {
      return;
    }
    scheduled = Optional.of(membership);
    changedAt = changedAt.equals(Instant.MAX) ? now : changedAt;
    var wait = longest(live, link -> link.timers().assignAfter());
    var latest = changedAt.plus(longest(live, link -> link.timers().assignAtLatest()));
    var settled = now.plus(wait);
    computeAt = settled.isBefore(latest) ? settled : latest;
  }

  private boolean confirmed(List<RouterLink> live) {
    return live.stream().allMatch(link -> link.key().equals(sent.map(AssignmentInfo::key)));
  }

  private AssignmentInfo table(boolean fresh, List<RouterLink> live, Instant now) {
    var candidates = scheduled.map(Membership::candidates).orElse(List.of());
    var previous =
        live.stream()
            .map(RouterLink::assignment)
            .filter(it -> !it.caches().isEmpty())
            .findFirst()
            .orElse(HashAssignment.NONE);
    if (fresh || sent.isEmpty()) {
      number++;
      repetitions = 0;
      sent =
          Optional.of(
              new AssignmentInfo(
                  new AssignmentKey(self, number),
                  List.of(),
                  StickyAssignment.next(candidates, previous, remembered),
                  Form.PLAIN));
    } else {
      repetitions++;
    }
    var addressed =
        live.stream()
            .map(link ->
                new AddressedRouter(
                    link.routerId().orElse(link.address()), link.receiveId(), link.memberChange()))
            .toList();
    changedAt = Instant.MAX;
    computeAt = Instant.MAX;
    repeatAt = now.plus(longest(live, link -> link.timers().transmit()));
    var table = sent.orElseThrow();
    return new AssignmentInfo(table.key(), addressed, table.assignment(), table.form());
  }

  private static Duration longest(List<RouterLink> live, Function<RouterLink, Duration> what) {
    return live.stream().map(what).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
