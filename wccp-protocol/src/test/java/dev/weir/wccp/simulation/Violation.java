package dev.weir.wccp.simulation;

/// An invariant did not hold. The message has all that is needed to see it again.
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String invariant;

  Violation(String invariant, String report) {
    super(report);
    this.invariant = invariant;
  }

  Violation(String invariant, String report, Throwable cause) {
    super(report, cause);
    this.invariant = invariant;
  }

  /// The name of the invariant that was broken.
  public String invariant() {
    return invariant;
  }
}
