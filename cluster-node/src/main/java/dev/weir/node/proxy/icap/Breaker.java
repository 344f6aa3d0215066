package dev.weir.node.proxy.icap;

/// Leaves a service alone that fails: after [#FAILURES] failures in a row nobody asks it for
/// [#REST_NS], then one request tries. Safe for use by any thread.
final class Breaker {
  static final int FAILURES = 5;
  static final long REST_NS = 5_000_000_000L;

  private int failures;
  private long triedNs;

  /// Whether a request may ask it now.
  synchronized boolean admits(long nowNs) {
    if (failures < FAILURES) {
      return true;
    }
    if (nowNs - triedNs < REST_NS) {
      return false;
    }
    triedNs = nowNs;
    return true;
  }

  /// It has done its work.
  synchronized void succeeded() {
    failures = 0;
  }

  /// It has not.
  synchronized void failed(long nowNs) {
    failures = Math.min(failures + 1, FAILURES);
    triedNs = nowNs;
  }

  /// Whether it is left alone.
  synchronized boolean isOpen() {
    return failures >= FAILURES;
  }
}
