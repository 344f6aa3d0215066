package dev.weir.node.proxy.limit;

import java.util.function.DoubleSupplier;

/// How short of memory this node is. Measured by one thread, asked by any.
///
/// ```
/// EASY ──95 %──▶ TIGHT ──98 %──▶ SHORT      and back below 93 % and 96 %
/// ```
public final class Pressure {
  /// What is done about it.
  public enum Level {
    /// Nothing.
    EASY(0),
    /// Connections end with the response that is under way.
    TIGHT(1),
    /// Requests of clients that come by themselves are refused; diverted ones are given back.
    SHORT(2);

    private final int degree;

    Level(int degree) {
      this.degree = degree;
    }

    /// As the metric has it: 0, 1, 2.
    public int degree() {
      return degree;
    }
  }

  /// From this share of the memory on it is tight.
  public static final double TIGHT = 0.95;

  /// From this share on it is short.
  public static final double SHORT = 0.98;

  /// It ends this much below.
  private static final double CALM = 0.02;

  private final DoubleSupplier share;
  private volatile Level level = Level.EASY;
  private volatile long percent;

  /// Of a memory of which this share is in use, 0..1.
  public Pressure(DoubleSupplier share) {
    this.share = share;
  }

  /// How it was when it was measured last.
  public Level level() {
    return level;
  }

  /// What was in use then.
  public long percent() {
    return percent;
  }

  /// Measures.
  public void measure() {
    double used = share.getAsDouble();
    percent = Math.round(100 * used);
    level =
        is(used, SHORT, Level.SHORT)
            ? Level.SHORT
            : is(used, TIGHT, Level.TIGHT) ? Level.TIGHT : Level.EASY;
  }

  private boolean is(double used, double from, Level what) {
    return used >= from || (level.compareTo(what) >= 0 && used >= from - CALM);
  }
}
