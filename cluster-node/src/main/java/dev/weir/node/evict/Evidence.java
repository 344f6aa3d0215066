package dev.weir.node.evict;

import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Who is dead, by what the grid and a question to each node's own address say (ADR-0029).
///
/// ```
///          accepts once          leaves the grid          refused, or silent twice
///   UNPROVED ─────────▶ PRESENT ────────────────▶ MISSING ───────────────────────▶ DEAD
///                          ▲                        │  ▲   and a majority here       │
///                          ╰── in the grid again ───╯  ╰──────── accepts ────────────╯
/// ```
///
/// Neither evidence counts alone: a grid that is cut moves nothing, and no node is asked that the
/// grid has. Silence proves nothing where a majority of those who own buckets is not with us, which
/// of two nodes it never is. A node whose address never accepted cannot be proved dead. The mark
/// belongs to one process: it ends with another one's coming, and when no router lists the node.
///
/// No thread, socket or clock; confined to whoever drives it.
public final class Evidence {
  /// No two changes of who is dead are told within this time; each costs the routers an exchange.
  public static final Duration APART_MIN = Duration.ofSeconds(2);

  /// For so long further deaths are waited for, so that nodes that die together are told together.
  public static final Duration GATHERED = Duration.ofMillis(100);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
  private static final int SILENCES = 2;

  private enum State {
    UNPROVED,
    PRESENT,
    MISSING,
    DEAD
  }

  /// One process of a node. `keyAtDeath` is what the routers showed when it was found dead.
  private static final class Case {
    private final UUID process;
    private State state = State.UNPROVED;
    private Instant askAt;
    private int silences;
    private boolean apart;
    private Optional<AssignmentKey> keyAtDeath = Optional.empty();

    Case(UUID process, Instant now) {
      this.process = process;
      this.askAt = now;
    }
  }

  private final Inet4Address self;
  private final boolean apartFromGrid;
  private final Map<Inet4Address, Case> cases = new LinkedHashMap<>();
  private final List<Notice> notices = new ArrayList<>();
  private Set<Inet4Address> present = Set.of();
  private Set<InetAddress> owners = Set.of();
  private Optional<AssignmentKey> key = Optional.empty();
  private Set<Inet4Address> told = Set.of();
  private Instant changedAt = Instant.MAX;
  private Instant toldAt = Instant.MIN;

  /// What a node of this address knows; nothing at first. Where nodes are not asked apart from the
  /// grid, at its own port, silence says no more than the grid has, and proves nothing.
  public Evidence(Inet4Address self, boolean apartFromGrid) {
    this.self = self;
    this.apartFromGrid = apartFromGrid;
  }

  /// The grid as it is now. One that this node is not joined to tells nothing of others.
  public void follow(GridView grid, Instant now) {
    if (grid.state() != GridState.JOINED) {
      return;
    }
    present = grid.members().stream().map(GridMember::address).collect(Collectors.toSet());
    for (GridMember member : grid.members()) {
      if (!member.address().equals(self)) {
        here(member, now);
      }
    }
    cases.entrySet().removeIf(it -> gone(it.getKey()) && it.getValue().state == State.UNPROVED);
    cases.forEach((node, it) -> {
      if (gone(node) && it.state == State.PRESENT) {
        it.state = State.MISSING;
        it.silences = 0;
        it.askAt = now;
      }
    });
    noteChange(now);
  }

  /// What the routers say now: whom they list, by what they redirect.
  public void follow(CacheSnapshot group, Instant now) {
    Assignment table = group.assignment();
    owners =
        IntStream.range(0, table.slotCount())
            .mapToObj(table::owner)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    key = group.key();
    var listed =
        group.routers().stream()
            .flatMap(router -> router.caches().stream())
            .collect(Collectors.toSet());
    cases.entrySet().removeIf(it -> !listed.contains(it.getKey()) && left(it.getValue()));
    cases.forEach((node, it) -> {
      boolean works = key.filter(one -> one.designated().equals(node)).isPresent();
      if (it.state == State.DEAD && works && !key.equals(it.keyAtDeath)) {
        revive(node, it);
      }
    });
    noteChange(now);
  }

  /// The nodes to connect to now; each is asked again a while later.
  public List<Inet4Address> questions(Instant now) {
    var due = new ArrayList<Inet4Address>();
    cases.forEach((node, it) -> {
      if (it.state != State.PRESENT && !now.isBefore(it.askAt)) {
        it.askAt = now.plus(BETWEEN_QUESTIONS);
        due.add(node);
      }
    });
    return due;
  }

  /// What became of a question.
  public void answered(Inet4Address node, Answer answer, Instant now) {
    var it = cases.get(node);
    if (it == null) {
      return;
    }
    switch (it.state) {
      case UNPROVED -> it.state = answer == Answer.ACCEPTED ? State.PRESENT : State.UNPROVED;
      case MISSING -> missing(node, it, answer, now);
      case DEAD -> {
        if (answer == Answer.ACCEPTED) {
          revive(node, it);
        }
      }
      case PRESENT -> {}
    }
    noteChange(now);
  }

  /// Who is dead, when that is to be told now because it is no longer what was told last.
  public Optional<Set<Inet4Address>> toTell(Instant now) {
    if (now.isBefore(tellAt())) {
      return Optional.empty();
    }
    told = dead();
    toldAt = now;
    changedAt = Instant.MAX;
    return Optional.of(told);
  }

  /// Who is dead by what is known now.
  public Set<Inet4Address> dead() {
    return in(State.DEAD);
  }

  /// Who has left the grid and is alive, as far as is known.
  public Set<Inet4Address> missing() {
    return in(State.MISSING);
  }

  /// What has changed since this was last asked.
  public List<Notice> notices() {
    var since = List.copyOf(notices);
    notices.clear();
    return since;
  }

  /// When [#questions] or [#toTell] has something next.
  public Instant nextDeadline() {
    var next = tellAt();
    for (Case it : cases.values()) {
      next = it.state != State.PRESENT && it.askAt.isBefore(next) ? it.askAt : next;
    }
    return next;
  }

  private void here(GridMember member, Instant now) {
    var known = cases.get(member.address());
    if (known == null || !known.process.equals(member.id())) {
      if (known != null && known.state == State.DEAD) {
        notices.add(new Notice(Notice.Kind.ALIVE, member.address()));
      }
      cases.put(member.address(), new Case(member.id(), now));
    } else if (left(known)) {
      notices.add(new Notice(Notice.Kind.ALIVE, member.address()));
      known.state = State.PRESENT;
      known.apart = false;
    }
  }

  private void missing(Inet4Address node, Case it, Answer answer, Instant now) {
    switch (answer) {
      case ACCEPTED -> {
        it.silences = 0;
        if (!it.apart) {
          it.apart = true;
          notices.add(new Notice(Notice.Kind.APART, node));
        }
      }
      case REFUSED -> die(node, it, Notice.Kind.DEAD_REFUSED);
      case SILENT -> {
        it.silences++;
        it.askAt = now;
        if (it.silences >= SILENCES) {
          it.askAt = now.plus(BETWEEN_QUESTIONS);
          if (apartFromGrid && majority()) {
            die(node, it, Notice.Kind.DEAD_SILENT);
          }
        }
      }
    }
  }

  private void die(Inet4Address node, Case it, Notice.Kind how) {
    it.state = State.DEAD;
    it.apart = false;
    it.keyAtDeath = key;
    notices.add(new Notice(how, node));
  }

  private void revive(Inet4Address node, Case it) {
    it.state = State.MISSING;
    it.silences = 0;
    notices.add(new Notice(Notice.Kind.ALIVE, node));
  }

  /// More than half of those who own buckets are in the grid with us.
  private boolean majority() {
    long here = owners.stream().filter(it -> it.equals(self) || present.contains(it)).count();
    return 2 * here > owners.size();
  }

  private boolean gone(Inet4Address node) {
    return !present.contains(node);
  }

  private static boolean left(Case it) {
    return it.state == State.MISSING || it.state == State.DEAD;
  }

  private void noteChange(Instant now) {
    if (dead().equals(told)) {
      changedAt = Instant.MAX;
    } else if (changedAt.equals(Instant.MAX)) {
      changedAt = now;
    }
  }

  private Instant tellAt() {
    if (changedAt.equals(Instant.MAX)) {
      return Instant.MAX;
    }
    var gathered = changedAt.plus(GATHERED);
    var spaced = toldAt.equals(Instant.MIN) ? gathered : toldAt.plus(APART_MIN);
    return spaced.isAfter(gathered) ? spaced : gathered;
  }

  private Set<Inet4Address> in(State state) {
    return cases.entrySet().stream()
        .filter(it -> it.getValue().state == state)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
