package dev.weir.node.tally;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// When each bucket changed hands last, as far as that was seen. Confined to one thread.
public final class BucketMoves {
  private List<Optional<InetAddress>> owners = List.of();
  private List<Optional<Move>> last = new ArrayList<>();

  /// A bucket that came from one owner to another; empty is nobody.
  public record Move(Instant at, Optional<InetAddress> from, Optional<InetAddress> to) {}

  /// The table is so now. The first one, and one of another size, is nobody's move.
  void see(List<Optional<InetAddress>> now, Instant at) {
    if (now.size() != owners.size()) {
      owners = now;
      last = new ArrayList<>(Collections.nCopies(now.size(), Optional.empty()));
    }
    for (int bucket = 0; bucket < now.size(); bucket++) {
      Optional<InetAddress> before = owners.get(bucket);
      if (!before.equals(now.get(bucket))) {
        last.set(bucket, Optional.of(new Move(at, before, now.get(bucket))));
      }
    }
    owners = List.copyOf(now);
  }

  /// The last move of each bucket.
  List<Optional<Move>> all() {
    return List.copyOf(last);
  }
}
