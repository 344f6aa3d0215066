package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Version1;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Table;
import java.util.Optional;

/// S3 in WCCP1 (§2.5).
final class Version1Tables implements Invariant {
  private final Version1Views views;

  Version1Tables(Version1Views views) {
    this.views = views;
  }

  @Override
  public String name() {
    return "S3";
  }

  @Override
  public String sentence() {
    return "Only the designated cache sends a table, with the router's last receive id; every bucket"
        + " in it has an owner whom the router lists, and only those move that must.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    return step.ours()
        ? step.sends()
            .map(it -> it.message())
            .filter(Version1.AssignBuckets.class::isInstance)
            .flatMap(it -> wrong(step, (Version1.AssignBuckets) it).stream())
            .findFirst()
        : Optional.empty();
  }

  private Optional<String> wrong(CacheStep step, Version1.AssignBuckets assign) {
    if (!views.lowest(step).equals(Optional.of(step.self()))) {
      return Optional.of(views.lowest(step) + " is designated");
    }
    var listed = views.listed(step).stream().map(Version1.ISeeYou.Entry::cache).toList();
    var table = Table.of(assign.assignment());
    if (!table.full() || !listed.containsAll(table.caches())) {
      return Optional.of(table.sizes() + " are given buckets, listed are " + listed);
    }
    if (!assign.received().equals(views.view(step).receiveId())) {
      return Optional.of("receive id " + assign.received() + " in answer to " + views.view(step));
    }
    var shown = Reading.shown(views.view(step));
    return Invariant.broken(
        !FewestMoves.sticky(shown, table, table.sizes()),
        () -> "from " + shown.sizes() + " to " + table.sizes() + " more moved than must");
  }
}
