package dev.weir.node.ownership;

import dev.weir.node.grid.PublishedTable;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which epoch follows which, as one node sees it.
///
/// A node that hears a router believes what all live routers echo, and nothing else: not a table
/// that was only sent, and not the grid. A node that hears none reads what is published there, and
/// never goes back to an older one. A bucket whose owner stays keeps its tenure. When a number was
/// left out, somebody else may have owned the bucket meanwhile: every tenure begins anew, and
/// nothing of before is handed over.
public final class Succession {
  private final Inet4Address self;
  private final Set<Inet4Address> members;
  private Optional<Epoch> present = Optional.empty();
  private Set<Inet4Address> owners = Set.of();
  private boolean apart;

  /// What is to be seen at one moment.
  ///
  /// @param heard whether a router is heard
  /// @param echoed what all live routers echo, if they agree
  /// @param published what the grid says
  public record Sight(boolean heard, Optional<Echo> echoed, Optional<PublishedTable> published) {
    /// What the ownership group and the grid show.
    public static Sight of(
        CacheSnapshot group, Optional<PublishedTable> published, Inet4Address self) {
      boolean heard = group.routers().stream().anyMatch(CacheSnapshot.Router::heard);
      var table = PublishedTable.of(group.key(), group.assignment(), self);
      return new Sight(heard, table.map(it -> new Echo(it, group.assignment())), published);
    }
  }

  /// A table in force, with the routers' own form of it.
  public record Echo(PublishedTable table, Assignment assignment) {}

  /// A node that has seen nothing yet. Only `members` own anything: they are authenticated.
  public Succession(Inet4Address self, Set<Inet4Address> members) {
    this.self = self;
    this.members = Set.copyOf(members);
  }

  /// The epoch that this node goes by.
  public Optional<Epoch> present() {
    return present;
  }

  /// This process has stood still: it may have missed any number of tables.
  public void slept() {
    apart = true;
  }

  /// Looks again. The new epoch, if there is one.
  public Optional<Epoch> look(Sight sight, Instant now) {
    Optional<Epoch> next =
        sight.heard()
            ? sight.echoed().flatMap(echo -> heard(echo, now))
            : sight.published().flatMap(table -> read(table, now));
    next.ifPresent(epoch -> {
      present = next;
      owners = epoch.owners();
      apart = false;
    });
    return next;
  }

  private Optional<Epoch> heard(Echo echo, Instant now) {
    Optional<MaskAssignment> mask =
        echo.assignment() instanceof MaskAssignment it ? Optional.of(it) : Optional.empty();
    boolean known =
        present
            .filter(epoch -> epoch.source() == Epoch.Source.ROUTERS && is(epoch, echo.table()))
            .isPresent();
    return known ? Optional.empty() : follow(echo.table(), Epoch.Source.ROUTERS, mask, now);
  }

  private Optional<Epoch> read(PublishedTable table, Instant now) {
    boolean older = present.filter(epoch -> table.keyNumber() <= epoch.number()).isPresent();
    return older ? Optional.empty() : follow(table, Epoch.Source.GRID, Optional.empty(), now);
  }

  private static boolean is(Epoch epoch, PublishedTable table) {
    return epoch.number() == table.keyNumber() && epoch.designated().equals(table.keyAddress());
  }

  private Optional<Epoch> follow(
      PublishedTable table, Epoch.Source source, Optional<MaskAssignment> mask, Instant now) {
    List<Inet4Address> eligible =
        table.owners().stream()
            .flatMap(Optional::stream)
            .filter(members::contains)
            .distinct()
            .toList();
    if (eligible.isEmpty()) {
      return Optional.empty();
    }
    boolean follows = present.isPresent() && !missed(present.get(), table);
    var holdings = new ArrayList<Holding>(Epoch.BUCKETS);
    for (int bucket = 0; bucket < Epoch.BUCKETS; bucket++) {
      Optional<Inet4Address> named = table.owners().get(bucket).filter(members::contains);
      Inet4Address owner = named.isPresent() ? named.get() : StandIn.of(bucket, eligible);
      var fresh = Holding.fresh(owner, table.keyNumber(), now);
      holdings.add(follows ? after(present.get().holding(bucket), fresh) : fresh);
    }
    return Optional.of(
        new Epoch(table.keyNumber(), table.keyAddress(), source, holdings, mask, now));
  }

  private static Holding after(Holding before, Holding fresh) {
    return before.owner().equals(fresh.owner())
        ? before
        : before.passedTo(fresh.owner(), fresh.tenure(), fresh.since());
  }

  /// Whether there may have been tables in between. A node counts its own tables one by one; who
  /// comes to be designated by the routers begins at a number of its own (ADR-0014), which those
  /// know who have heard a router, or been among most of the others, all the time.
  private boolean missed(Epoch present, PublishedTable table) {
    boolean another = !apart && !present.designated().equals(table.keyAddress());
    return table.keyNumber() < present.number()
        || (table.keyNumber() > present.number() + 1 && !another);
  }

  /// Whether this node may store: it hears a router that lists it, or sees more than half of those
  /// who own something; of two halves the one with the lowest address.
  public boolean stands(boolean listed, Set<Inet4Address> seen) {
    if (listed || present.isEmpty()) {
      return listed;
    }
    var reached = new HashSet<>(seen);
    reached.add(self);
    boolean stands = GridTable.carries(owners, reached);
    apart |= !stands;
    return stands;
  }
}
