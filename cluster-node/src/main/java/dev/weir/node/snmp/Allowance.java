package dev.weir.node.snmp;

import java.time.Duration;
import java.time.Instant;

/// So many at a time, and then one each so often: a bucket of tokens. Confined to one thread.
public final class Allowance {
  private final int most;
  private final Duration each;
  private int left;
  private Instant since;

  /// Full.
  ///
  /// @param now monotonic, as all times given later
  public Allowance(int most, Duration each, Instant now) {
    this.most = most;
    this.each = each;
    this.left = most;
    this.since = now;
  }

  /// Takes one, if there is one.
  public boolean take(Instant now) {
    long come = Duration.between(since, now).dividedBy(each);
    if (come > 0) {
      left = (int) Math.min(most, left + come);
      since = since.plus(each.multipliedBy(come));
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
