package dev.weir.node.ownership.live;

import dev.weir.node.grid.PublishedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables published in a grid of two sides, of which one counts while it is whole.
final class Grids {
  private final List<Optional<PublishedTable>> published =
      new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
  private final Map<Long, PublishedTable> all = new HashMap<>();

  Optional<PublishedTable> at(int side) {
    return published.get(side);
  }

  /// Both sides begin with what there is.
  void split() {
    published.set(1, published.get(0));
  }

  /// The higher number is what there is.
  void heal() {
    long first = published.get(0).map(PublishedTable::keyNumber).orElse(0L);
    long second = published.get(1).map(PublishedTable::keyNumber).orElse(0L);
    published.set(0, second > first ? published.get(1) : published.get(0));
  }

  void publish(int side, PublishedTable table, Instant now) {
    published.set(side, Optional.of(table));
    PublishedTable other = all.putIfAbsent(table.keyNumber(), table);
    if (other != null && !other.owners().equals(table.owners())) {
      throw new Violation("S7", "two tables " + table.keyNumber() + " at " + now);
    }
  }
}
