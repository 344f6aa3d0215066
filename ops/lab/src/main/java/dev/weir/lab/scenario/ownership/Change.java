package dev.weir.lab.scenario.ownership;

import dev.weir.lab.net.LabHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One change of who is there, of one node or of two at once.
///
/// @param kind what happens
/// @param nodes to whom
record Change(Kind kind, List<LabHost> nodes) {
  private static final int AT_ONCE_MAX = 2;

  /// What a node is.
  enum State {
    /// It has buckets.
    UP,
    /// It runs, and its operator wants it to have none.
    DRAINED,
    /// It does not run.
    DOWN
  }

  /// What can happen to a node.
  enum Kind {
    /// `kill -9`.
    KILL(State.DOWN),
    /// SIGTERM.
    STOP(State.DOWN),
    /// `weir drain`.
    DRAIN(State.DRAINED),
    /// Its process is started, or its draining undone.
    JOIN(State.UP);

    private final State then;

    Kind(State then) {
      this.then = then;
    }

    private boolean mayBefall(@Nullable State state) {
      return switch (this) {
        case KILL, STOP -> state != State.DOWN;
        case DRAIN -> state == State.UP;
        case JOIN -> state != State.UP;
      };
    }

    /// What a node is after it.
    State then() {
      return then;
    }
  }

  /// Copies the nodes.
  Change {
    nodes = List.copyOf(nodes);
  }

  /// Any change after which somebody is up.
  static Change draw(Random random, Map<LabHost, State> states) {
    while (true) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      var may = new ArrayList<>(states.keySet());
      may.removeIf(node -> !kind.mayBefall(states.get(node)));
      Collections.shuffle(may, random);
      int count = Math.min(may.size(), 1 + random.nextInt(AT_ONCE_MAX));
      var change = new Change(kind, may.subList(0, count));
      if (count > 0 && change.leavesOne(states)) {
        return change;
      }
    }
  }

  private boolean leavesOne(Map<LabHost, State> states) {
    return kind.then == State.UP
        || states.entrySet().stream()
            .anyMatch(it -> it.getValue() == State.UP && !nodes.contains(it.getKey()));
  }

  @Override
  public String toString() {
    return kind + " " + nodes.stream().map(LabHost::name).collect(Collectors.joining(" and "));
  }
}
