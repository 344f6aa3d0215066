package dev.weir.node.peer.link;

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

  private record State(int version, boolean silent, Instant askedFrom) {}

  private final Map<Inet4Address, State> states = new ConcurrentHashMap<>();
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
    return !known.silent
        || (!now.isBefore(known.askedFrom)
            && states.replace(node, known, new State(known.version, true, now.plus(SPARED_FOR))));
  }

  /// Whether a node has been silent and has not answered since.
  boolean isSilent(Inet4Address node) {
    return of(node).silent;
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
      states.merge(
          node,
          new State(common, false, Instant.MIN),
          (old, _) -> new State(common, old.silent, old.askedFrom));
    }
  }

  /// A node has given a sign of life.
  void answered(Inet4Address node) {
    State known = of(node);
    if (known.silent && states.replace(node, known, new State(known.version, false, Instant.MIN))) {
      events.record(NodeEvent.PEER_ANSWERS, "node", node.getHostAddress());
    }
  }

  /// A node has not.
  void silent(Inet4Address node) {
    Instant from = clock.instant().plus(SPARED_FOR);
    State known = states.put(node, new State(of(node).version, true, from));
    if (known == null || !known.silent) {
      events.record(NodeEvent.PEER_SILENT, "node", node.getHostAddress());
    }
  }

  /// How many nodes are silent now.
  public long silentCount() {
    return states.values().stream().filter(State::silent).count();
  }

  private State of(Inet4Address node) {
    return states.getOrDefault(node, new State(spoken, false, Instant.MIN));
  }
}
