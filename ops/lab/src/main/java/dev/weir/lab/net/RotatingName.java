package dev.weir.lab.net;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// A host of the lab's web as content networks have them: four of its sixteen addresses are
/// answered at a time, other ones every five seconds.
public final class RotatingName {
  /// The name.
  public static final String HOST = "cdn.rotating.test";

  /// How long an answer may be kept.
  public static final long TTL_SECONDS = 5;

  /// All its addresses.
  public static final List<String> ADDRESSES =
      IntStream.range(96, 112).mapToObj(last -> "203.0.113." + last).toList();

  private static final int AT_ONCE = 4;

  private RotatingName() {}

  /// What is answered at a moment.
  public static List<String> at(Instant moment) {
    int turn = (int) (moment.getEpochSecond() / TTL_SECONDS % (ADDRESSES.size() / AT_ONCE));
    return ADDRESSES.subList(turn * AT_ONCE, (turn + 1) * AT_ONCE);
  }
}
