package dev.weir.node.peer;

import java.util.Locale;
import java.util.Optional;

/// What one node asks another.
public enum PeerKind {
  /// To answer a client's GET or HEAD from its store or its origin.
  RELAY(1),
  /// To answer a GET from its store alone, and to drop what it gives.
  HAND_OVER(2),
  /// To drop what an unsafe request has made worthless.
  INVALIDATE(1),
  /// Where a host is at home.
  HOME(2);

  private static final String FOLDER = "/weir/";

  private final int since;

  PeerKind(int since) {
    this.since = since;
  }

  /// The first version of the protocol that has it.
  public int since() {
    return since;
  }

  /// Whether it is asked by a client's request; else by a POST to [#target] with a body of its own.
  public boolean isRelayed() {
    return this == RELAY || this == HAND_OVER;
  }

  /// Whether both have to go by one epoch. What is worthless is so in each.
  public boolean isFenced() {
    return this != INVALIDATE;
  }

  /// The label value of counters, such as `hand-over`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Where it is asked, when it is not a client's request.
  public String target() {
    return FOLDER + label();
  }

  /// The kind that is asked at a target.
  static Optional<PeerKind> at(String target) {
    for (PeerKind kind : values()) {
      if (!kind.isRelayed() && kind.target().equals(target)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
