package dev.weir.node.ownership.live;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A process of its own that runs the first worlds. Sets that nobody can change, of the JDK, go
/// round differently in each process: what depends on their order happens otherwise there.
final class Replay {
  private static final int WORLDS = 4;

  private Replay() {}

  /// Writes what the worlds came to.
  public static void main(String[] args) {
    System.out.println(worlds());
  }

  static String worlds() {
    return LongStream.rangeClosed(1, WORLDS)
        .mapToObj(seed -> World.run(seed, Rules.REAL).toString())
        .collect(Collectors.joining(" "));
  }
}
