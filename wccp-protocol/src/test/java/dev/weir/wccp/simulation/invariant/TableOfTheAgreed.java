package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Reading;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// S3 (§4.3).
final class TableOfTheAgreed implements Invariant {
  private final Sightings sightings;

  TableOfTheAgreed(Sightings sightings) {
    this.sightings = sightings;
  }

  @Override
  public String name() {
    return "S3";
  }

  @Override
  public String sentence() {
    return "Only the designated cache sends a table, to all routers and hearing all of them; it"
        + " lists only caches that every live router lists, and leaves no slot without an owner"
        + " and none to a cache that is known dead.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    return step.ours()
        ? step.tables().flatMap(it -> wrong(step, it).stream()).findFirst()
        : Optional.empty();
  }

  private Optional<String> wrong(CacheStep step, Message.RedirectAssign assign) {
    var views = sightings.views(step);
    List<InetAddress> agreed =
        Sightings.agreed(views).stream().map(CacheIdentity::address).toList();
    var table = Reading.table(assign);
    Set<InetAddress> listed = new HashSet<>(table.caches());
    agreed.forEach(listed::remove);
    if (!listed.isEmpty()) {
      return Optional.of(listed + " are not among the agreed " + agreed);
    }
    if (!table.full()) {
      return Optional.of("slots without an owner: " + table.sizes());
    }
    if (!sightings.designable(step).contains(step.self())) {
      return Optional.of(sightings.designable(step) + " are designated");
    }
    var given = new HashSet<>(sightings.dead(step));
    given.retainAll(table.owners().stream().flatMap(Optional::stream).toList());
    if (!given.isEmpty()) {
      return Optional.of(given + " are dead and own slots: " + table.sizes());
    }
    var heard = views.stream().map(it -> it.router().router()).toList();
    var reported = new HashSet<InetAddress>();
    views.forEach(it -> reported.addAll(it.view().routers()));
    heard.forEach(reported::remove);
    if (!reported.isEmpty()) {
      return Optional.of("routers " + reported + " are reported and not heard");
    }
    var addressed = Reading.addressed(assign).stream().map(it -> it.router()).toList();
    return Invariant.broken(
        !addressed.equals(heard), () -> "it is for " + addressed + " and heard are " + heard);
  }
}
