package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.negotiation.Distribution;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The duty of the designated cache: to tell every router one table (§4.3).
///
/// When the membership has been stable for 1.5 × assign base it computes a table, starting from the
/// one in force, and sends it between two exchanges, because the router compares receive ids; it
/// repeats it until every router shows its key. Each table has a number of its own. When a cache is
/// known to be dead it does not wait: the routers are called at once, and told at their answer. It
/// does not wait either when a cache gives up its weight. With a slow start it goes on, an interval
/// after each table that was confirmed, until every cache has its share.
///
/// Confined to its [CacheGroup].
final class DesignatedCache {
  /// A table that was computed, whatever routers and receive ids it is sent with.
  private record Table(AssignmentKey key, Assignment assignment) {}

  /// After this many repetitions the operator is told; of a table in a hurry, after the first.
  static final int REPETITIONS_BEFORE_ALARM = 5;

  private final InetAddress self;
  private final int lead;
  private final TableMaker maker;
  private final Election election;
  private Set<InetAddress> condemned = Set.of();
  private BucketSet hot = BucketSet.EMPTY;
  private Assignment pattern = HashAssignment.NONE;
  private boolean unlike;
  private Optional<InetAddress> designated = Optional.empty();
  private Optional<Candidacy> scheduled = Optional.empty();
  private Optional<Table> sent = Optional.empty();
  private Instant changedAt = Instant.MAX;
  private Instant computeAt = Instant.MAX;
  private Instant repeatAt = Instant.MAX;
  private Instant settleAt = Instant.MAX;
  private Instant trustedFrom = Instant.MIN;
  private int number;
  private int made;
  private int repetitions;
  private boolean urgent;
  private boolean alarmed;

  DesignatedCache(InetAddress self, CacheSettings.Numbering numbering, TableMaker maker) {
    this.self = self;
    this.number = numbering.first() - 1;
    this.lead = numbering.lead();
    this.maker = maker;
    this.election = new Election(self);
  }

  /// Who is designated, as far as the live routers agree.
  Optional<InetAddress> designated() {
    return designated;
  }

  Election election() {
    return election;
  }

  /// These caches are known to be dead, whatever routers still list; we ourselves are not, whoever
  /// says so. True when we have to act.
  boolean condemn(Set<InetAddress> dead, List<RouterLink> live, Instant now) {
    var others = new HashSet<>(dead);
    others.remove(self);
    var known = condemned;
    condemned = Set.copyOf(others);
    var candidacy = Candidacy.of(live, condemned, hot);
    boolean ours = election.elect(candidacy, live, now).filter(self::equals).isPresent();
    boolean more = !known.containsAll(candidacy.dead());
    boolean acts = more && ours && hearsEveryRouter(live);
    urgent |= acts;
    return acts;
  }

  /// What any router has said until now may be old: no table goes out before each has spoken again,
  /// or is given up.
  void distrust(Instant now) {
    trustedFrom = now;
  }

  /// From now on these buckets are placed by the alternate hash.
  void relieve(BucketSet buckets) {
    hot = buckets;
  }

  /// Makes its next table like another group's, and that at once: until the two are alike, answers
  /// reach a cache that did not ask.
  void mirror(Assignment table) {
    unlike |= !table.owners().equals(pattern.owners());
    pattern = table;
  }

  /// Looks at what the live routers say now. A table that is returned must be sent to all of them.
  Optional<AssignmentInfo> consider(List<RouterLink> live, Instant now) {
    var candidacy = Candidacy.of(live, condemned, hot);
    designated = election.elect(candidacy, live, now);
    noteNumbers(live);
    if (designated.filter(self::equals).isEmpty() || !hearsEveryRouter(live)) {
      stand();
      return Optional.empty();
    }
    if (unlike && !pattern.owners().equals(shown(live).owners())) {
      scheduled = Optional.empty();
    }
    if (idle() && sent.isPresent() && !confirmed(live)) {
      scheduled = Optional.empty(); // a router has lost a table that it once confirmed
    }
    if (waitsForNews(live)) {
      return Optional.empty();
    }
    schedule(candidacy, live, now);
    boolean computeDue = !now.isBefore(computeAt);
    boolean repeatDue = computeAt.equals(Instant.MAX) && !now.isBefore(repeatAt);
    if (repeatDue && confirmed(live)) {
      repeatAt = Instant.MAX;
      repeatDue = false;
      computeDue = maker.unfinished();
      computeAt = computeDue ? now : computeAt;
    }
    if (!computeDue && !repeatDue) {
      settleAt = Instant.MAX;
      return Optional.empty();
    }
    settleAt =
        live.stream()
            .filter(link -> link.exchanging(now))
            .map(link -> link.calls().settledAt(link.timers()))
            .max(Instant::compareTo)
            .orElse(Instant.MAX);
    return settleAt.equals(Instant.MAX)
        ? Optional.of(table(computeDue, live, now))
        : Optional.empty();
  }

  /// Whether a router has not spoken since all that was known became old.
  private boolean waitsForNews(List<RouterLink> live) {
    var unheard = live.stream().filter(link -> !link.heardSince(trustedFrom)).toList();
    unheard.stream()
        .map(RouterLink::lostAt)
        .min(Instant::compareTo)
        .ifPresent(first -> settleAt = first);
    return !unheard.isEmpty();
  }

  /// Whether the table just returned was one in a hurry, whose echo is to be asked for at once.
  /// Told once.
  boolean hurried() {
    boolean hurried = urgent;
    urgent = false;
    return hurried;
  }

  /// Whether the last table was repeated so often that the operator should know. Told once.
  Optional<AssignmentKey> alarm() {
    if (alarmed || repetitions < REPETITIONS_BEFORE_ALARM) {
      return Optional.empty();
    }
    alarmed = true;
    return sent.map(Table::key);
  }

  Instant nextDeadline(Instant after) {
    var patience = election.patientUntil();
    var next =
        settleAt.equals(Instant.MAX)
            ? computeAt.equals(Instant.MAX)
                ? repeatAt
                : computeAt // a new table needs no repetition
            : settleAt;
    return patience.isAfter(after) && patience.isBefore(next) ? patience : next;
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
    urgent = false;
    unlike = false;
  }

  /// §4.3: a router that others know and we do not hear must not be left out of a table.
  private static boolean hearsEveryRouter(List<RouterLink> live) {
    var heard = live.stream().flatMap(link -> link.routerId().stream()).collect(Collectors.toSet());
    return live.stream().allMatch(link -> heard.containsAll(link.reportedRouters()));
  }

  /// A number that anybody has seen under our address is never used again, and the numbers of our
  /// cluster only grow, whoever of it is designated. A foreign cache's count for nothing. Who does
  /// not know what it has used begins well above what it sees, and goes there when a table of its
  /// own turns up that it has not made: the next may have been its own.
  private void noteNumbers(List<RouterLink> live) {
    for (RouterLink link : live) {
      link.key()
          .filter(key -> key.designated().equals(self) || election.admitted(key.designated()))
          .map(key -> key.number() + (isUnknown(key) ? lead : 0))
          .filter(seen -> Integer.compareUnsigned(seen, number) > 0)
          .ifPresent(seen -> number = seen);
    }
  }

  private boolean isUnknown(AssignmentKey key) {
    boolean later = Integer.compareUnsigned(key.number(), made) > 0;
    return made == 0 || (later && key.designated().equals(self));
  }

  private void schedule(Candidacy candidacy, List<RouterLink> live, Instant now) {
    if (scheduled.filter(candidacy::equals).isPresent()) {
      return;
    }
    scheduled = Optional.of(candidacy);
    changedAt = changedAt.equals(Instant.MAX) ? now : changedAt;
    boolean atOnce = urgent || unlike || candidacy.retreats(shown(live));
    var wait = atOnce ? Duration.ZERO : longest(live, link -> link.timers().assignAfter());
    var latest = changedAt.plus(longest(live, link -> link.timers().assignAtLatest()));
    var settled = now.plus(wait);
    computeAt = settled.isBefore(latest) ? settled : latest;
  }

  private boolean confirmed(List<RouterLink> live) {
    return live.stream().allMatch(link -> link.key().equals(sent.map(Table::key)));
  }

  private AssignmentInfo table(boolean fresh, List<RouterLink> live, Instant now) {
    if (fresh || sent.isEmpty()) {
      number++;
      made = number;
      repetitions = urgent ? REPETITIONS_BEFORE_ALARM - 1 : 0;
      alarmed = false;
      unlike = false;
      sent = Optional.of(compute(live));
    } else {
      repetitions++;
    }
    var addressed =
        live.stream()
            .map(link -> new AddressedRouter(link.name(), link.receiveId(), link.memberChange()))
            .toList();
    changedAt = Instant.MAX;
    computeAt = Instant.MAX;
    repeatAt = now.plus(longest(live, link -> link.timers().transmit()));
    var table = sent.orElseThrow();
    return new AssignmentInfo(
        table.key(), addressed, table.assignment(), form(table.assignment(), live));
  }

  private Table compute(List<RouterLink> live) {
    var distribution =
        live.stream()
            .findFirst()
            .map(link -> link.agreement().distribution())
            .orElse(Distribution.HASH);
    live.forEach(link -> maker.remember(link.history()));
    var candidacy = scheduled.orElseThrow();
    return new Table(
        new AssignmentKey(self, number),
        pattern.caches().isEmpty()
            ? maker.next(distribution, candidacy, shown(live))
            : maker.like(distribution, candidacy, pattern));
  }

  /// What the routers redirect by now.
  private static Assignment shown(List<RouterLink> live) {
    return live.stream()
        .map(RouterLink::assignment)
        .filter(it -> !it.caches().isEmpty())
        .findFirst()
        .orElse(HashAssignment.NONE);
  }

  private static Form form(Assignment assignment, List<RouterLink> live) {
    boolean compact = live.stream().allMatch(link -> link.minor() > 0);
    return switch (assignment) {
      case HashAssignment _ -> Form.PLAIN;
      case MaskAssignment _ -> compact ? Form.ALTERNATE_MASK : Form.MASK;
    };
  }

  private static Duration longest(List<RouterLink> live, Function<RouterLink, Duration> what) {
    return live.stream().map(what).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
