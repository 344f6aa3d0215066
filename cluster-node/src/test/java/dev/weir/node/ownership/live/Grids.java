package dev.weir.node.ownership.live;

import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Succession;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables published in a grid of two sides, of which one counts while it is whole: all that
/// there is in a cluster without routers.
final class Grids implements Tables {
  private final List<Optional<PublishedTable>> published =
      new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
  private final Map<Long, PublishedTable> all = new HashMap<>();

  @Override
  public void second(Landscape land) {
    for (Member member : land.awake()) {
      int here = land.side(member.address);
      Optional<PublishedTable> before = published.get(here);
      long first = before.map(it -> it.keyNumber() + 1).orElse(1L);
      member
          .gridTable
          .look(
              land.present(member.address),
              land.rules().basis(before, member.address),
              first,
              land.now())
          .filter(table -> before.filter(it -> it.owners().equals(table.owners())).isEmpty())
          .ifPresent(table -> publish(here, table, land.now()));
    }
  }

  @Override
  public Succession.Sight sight(Inet4Address node, Landscape land) {
    return new Succession.Sight(false, Optional.empty(), published.get(land.side(node)));
  }

  @Override
  public boolean listed(Inet4Address node, Landscape land) {
    return false;
  }

  /// Both sides begin with what there is.
  @Override
  public void split() {
    published.set(1, published.get(0));
  }

  /// The higher number is what there is.
  @Override
  public void heal() {
    long first = published.get(0).map(PublishedTable::keyNumber).orElse(0L);
    long second = published.get(1).map(PublishedTable::keyNumber).orElse(0L);
    published.set(0, second > first ? published.get(1) : published.get(0));
  }

  @Override
  public Duration settlesWithin() {
    return Duration.ofSeconds(6);
  }

  void publish(int side, PublishedTable table, Instant now) {
    published.set(side, Optional.of(table));
    PublishedTable other = all.putIfAbsent(table.keyNumber(), table);
    if (other != null && !other.owners().equals(table.owners())) {
      throw new Violation("S7", "two tables " + table.keyNumber() + " at " + now);
    }
  }
}
