package dev.weir.node.peer.link;

import dev.weir.node.ownership.Attention;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of each other node: the version it speaks, and whether it has just been silent.
///
/// A node that did not answer is not asked for [#SPARED_FOR]; then one request tries. There are as
/// many entries as nodes that ever owned something. For any thread.
public final class PeerStates {
  /// How long a silent node is not asked.
  public static final Duration SPARED_FOR = Duration.ofSeconds(1);

  /// A node that was silent for so long, and so often, stands still, is cut off, or gone: when it
  /// runs again it serves nothing of what it has, for it has noticed ([Attention]).
  public static final Duration LOST_AFTER = Attention.LAPSE.plusSeconds(1);

  /// One silence may be our own: whoever stood still himself has heard nobody meanwhile.
  private static final int SILENCES_LEAST = 3;

  /// @param silences how often, lately at `last` and first at `since`
  private record State(int version, int silences, Instant since, Instant last, Instant askedFrom) {
    static State speaking(int version) {
      return new State(version, 0, Instant.MAX, Instant.MIN, Instant.MIN);
    }

    boolean silent() {
      return silences > 0;
    }

    State sparedUntil(Instant then) {
      return new State(version, silences, since, last, then);
    }

    State version(int other) {
      return new State(other, silences, since, last, askedFrom);
    }
  }

  private final Map<Inet4Address, State> states = new ConcurrentHashMap<>();
  private final Map<Inet4Address, Long> owed = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final EventLog events;
  private final int spoken;

  /// Nothing is known yet: each is asked in the newest version first.
  ///
  /// @param spoken the newest version that this node speaks
  /// @param clock monotonic
  public PeerStates(int spoken, InstantSource clock, EventLog events) {
    this.spoken = spoken;
    this.clock = clock;
    this.events = events;
  }

  /// Whether a node may be asked now. Of a silent one this says yes once in a while.
  boolean mayAsk(Inet4Address node) {
    State known = of(node);
    Instant now = clock.instant();
    return !known.silent()
        || (!now.isBefore(known.askedFrom)
            && states.replace(node, known, known.sparedUntil(now.plus(SPARED_FOR))));
  }

  /// Whether a node has been silent and has not answered since.
  boolean isSilent(Inet4Address node) {
    return of(node).silent();
  }

  /// Whether a node serves nothing that it has now before it has heard from others: it has been
  /// silent for [#LOST_AFTER], or its process is gone.
  public boolean isLost(Inet4Address node) {
    State known = of(node);
    return known.silences >= SILENCES_LEAST
        && !clock.instant().isBefore(known.since.plus(LOST_AFTER));
  }

  /// The version to speak with a node.
  int version(Inet4Address node) {
    return of(node).version;
  }

  /// A node has said that it speaks no later version than this. It may be replaced by a later one
  /// at any time, which shows in its next answer.
  void speaks(Inet4Address node, int version) {
    int common = Math.min(version, spoken);
    if (of(node).version != common) {
      states.merge(node, State.speaking(common), (old, _) -> old.version(common));
    }
  }

  /// A node has given a sign of life.
  void answered(Inet4Address node) {
    State known = of(node);
    if (known.silent() && states.replace(node, known, State.speaking(known.version))) {
      events.record(NodeEvent.PEER_ANSWERS, "node", node.getHostAddress());
    }
  }

  /// A node has not. Many requests that have waited at one time are one silence.
  void silent(Inet4Address node) {
    silent(node, clock.instant(), 1);
  }

  /// There was no connection to a node.
  ///
  /// @param refused whether that was refused: the process that was there is no more
  void unreachable(Inet4Address node, boolean refused) {
    Instant now = clock.instant();
    silent(node, refused ? now.minus(LOST_AFTER) : now, refused ? SILENCES_LEAST : 1);
  }

  private void silent(Inet4Address node, Instant since, int silences) {
    Instant now = clock.instant();
    State before = of(node);
    boolean another = silences > 1 || !now.isBefore(before.last.plus(SPARED_FOR.dividedBy(2)));
    states.put(
        node,
        new State(
            before.version,
            another ? before.silences + silences : before.silences,
            before.since.isBefore(since) ? before.since : since,
            another ? now : before.last,
            now.plus(SPARED_FOR)));
    if (!before.silent()) {
      events.record(NodeEvent.PEER_SILENT, "node", node.getHostAddress());
    }
  }

  /// A node could not be told of something that it may have stored: it is to doubt whatever it has.
  public void owe(Inet4Address node) {
    owed.merge(node, 1L, Long::sum);
  }

  /// Who is to doubt whatever it has, each with what to show to [#paid].
  Map<Inet4Address, Long> owed() {
    return owed;
  }

  /// A node doubts whatever it had when it was owed for the last time.
  void paid(Inet4Address node, long debt) {
    owed.remove(node, debt);
  }

  /// How many nodes are silent now.
  public long silentCount() {
    return states.values().stream().filter(State::silent).count();
  }

  private State of(Inet4Address node) {
    return states.getOrDefault(node, State.speaking(spoken));
  }
}
