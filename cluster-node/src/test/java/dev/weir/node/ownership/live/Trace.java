package dev.weir.node.ownership.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// What happened in a world: a hash of all of it, and the last of it.
final class Trace {
  private static final int LAST = 60;
  private static final long PRIME = 0x100000001b3L;

  private final Deque<String> last = new ArrayDeque<>();
  private long hash;

  void note(Object... words) {
    String event = List.of(words).toString();
    hash = (hash ^ event.hashCode()) * PRIME;
    last.addLast(event);
    if (last.size() > LAST) {
      last.removeFirst();
    }
  }

  long hash() {
    return hash;
  }

  @Override
  public String toString() {
    return last.stream().collect(Collectors.joining("\n  ", "\n  ", ""));
  }
}
