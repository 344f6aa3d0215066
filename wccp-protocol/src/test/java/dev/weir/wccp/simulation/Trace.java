package dev.weir.wccp.simulation;

import java.util.ArrayDeque;
import java.util.Locale;

/// Everything that happened, as a number, and the last of it in words (64-bit FNV-1a).
final class Trace {
  private static final int KEPT = 50;
  private static final long PRIME = 0x100000001b3L;

  private record Line(long at, Object what) {}

  private final ArrayDeque<Line> last = new ArrayDeque<>(KEPT);
  private long hash = 0xcbf29ce484222325L;
  private long count;

  /// Notes one happening; `digest` must not depend on the process that runs.
  void note(long at, Object what, long digest) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(new Line(at, what));
    mix(at);
    mix(digest);
    count++;
  }

  long hash() {
    return hash;
  }

  long count() {
    return count;
  }

  private void mix(long value) {
    for (int shift = 0; shift < 64; shift += 8) {
      hash = (hash ^ (value >>> shift & 0xff)) * PRIME;
    }
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (Line line : last) {
      text.append(String.format(Locale.ROOT, "%12.6f %s%n", line.at() / 1e9, line.what()));
    }
    return text.toString();
  }
}
