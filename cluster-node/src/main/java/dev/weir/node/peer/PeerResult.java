package dev.weir.node.peer;

import java.util.Locale;

/// What came of asking another node.
public enum PeerResult {
  /// It has answered, to the end.
  OK,
  /// It did not have what it was to hand over.
  ABSENT,
  /// It goes by another epoch.
  EPOCH,
  /// It goes by a version that does not have this.
  VERSION,
  /// It has refused, or what it said is no answer.
  REFUSED,
  /// It was not asked: it has just not answered another.
  SKIPPED,
  /// There was no connection, or no sign of life in time.
  SILENT,
  /// The answer ended before its end.
  BROKEN,
  /// Who asked has left.
  LEFT;

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
