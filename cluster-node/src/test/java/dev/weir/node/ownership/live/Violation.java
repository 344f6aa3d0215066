package dev.weir.node.ownership.live;

/// An invariant that does not hold, and where.
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String invariant;

  Violation(String invariant, String what) {
    super(invariant + ": " + what);
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }
}
