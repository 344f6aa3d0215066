package dev.weir.wccp.simulation;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything that happened, as a number, and the last of it in words (64-bit FNV-1a).
///
/// `-Dsim.show=REGEX` prints every happening whose words it is found in.
final class Trace {
  private static final int KEPT = 50;
  private static final long PRIME = 0x100000001b3L;

  private static final @Nullable Pattern SHOWN =
      System.getProperty("sim.show") == null
          ? null
          : Pattern.compile(System.getProperty("sim.show"));

  private record Line(long at, Object what) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%12.6f %s", at / 1e9, what);
    }
  }

  private final ArrayDeque<Line> last = new ArrayDeque<>(KEPT);
  private long hash = 0xcbf29ce484222325L;
  private long count;

  /// Notes one happening; `digest` must not depend on the process that runs.
  void note(long at, Object what, long digest) {
    if (SHOWN != null && SHOWN.matcher(what.toString()).find()) {
      System.out.println(new Line(at, what));
    }
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
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
