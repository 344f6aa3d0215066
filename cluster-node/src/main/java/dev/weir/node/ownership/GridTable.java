package dev.weir.node.ownership;

import dev.weir.node.grid.PublishedTable;
import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The duty of making the table of a cluster without routers, which the lowest member has.
///
/// It is made when the members have been the same for [#SETTLED], from the last one, and only by
/// who sees more than half of those who own something, or half of them with the lowest: a cut-off
/// rest makes none. Of the first table all members count.
public final class GridTable {
  /// How long members must stay the same.
  public static final Duration SETTLED = Duration.ofSeconds(3);

  private final Inet4Address self;
  private final Set<Inet4Address> members;
  private Set<Inet4Address> seen = Set.of();
  private Instant since = Instant.MAX;

  /// The duty of a node that may become the lowest of these.
  public GridTable(Inet4Address self, Set<Inet4Address> members) {
    this.self = self;
    this.members = Set.copyOf(members);
  }

  /// Looks at the members that are present, this node among them. A table that is returned is to be
  /// published.
  ///
  /// @param firstNumber below which no number is used
  public Optional<PublishedTable> look(
      Set<Inet4Address> present,
      Optional<PublishedTable> published,
      long firstNumber,
      Instant now) {
    if (!present.equals(seen)) {
      seen = Set.copyOf(present);
      since = now;
    }
    boolean lowest = present.stream().min(AddressOrder.UNSIGNED).filter(self::equals).isPresent();
    boolean settled = since.isBefore(Instant.MAX) && !now.isBefore(since.plus(SETTLED));
    Set<Inet4Address> owners = published.map(GridTable::owners).orElse(Set.of());
    return lowest
            && settled
            && !owners.equals(present)
            && carries(owners.isEmpty() ? members : owners, present)
        ? PublishedTable.of(
            Optional.of(new AssignmentKey(self, (int) number(published, firstNumber))),
            next(present, published),
            self)
        : Optional.empty();
  }

  /// Whether those who are reached may decide for all who own something.
  static boolean carries(Set<Inet4Address> owners, Set<Inet4Address> reached) {
    var both = new HashSet<>(owners);
    both.retainAll(reached);
    boolean lowest = owners.stream().min(AddressOrder.UNSIGNED).filter(both::contains).isPresent();
    return 2 * both.size() > owners.size() || (2 * both.size() == owners.size() && lowest);
  }

  private static long number(Optional<PublishedTable> published, long firstNumber) {
    return Math.max(firstNumber, published.map(it -> it.keyNumber() + 1).orElse(0L));
  }

  private static HashAssignment next(
      Set<Inet4Address> present, Optional<PublishedTable> published) {
    var candidates = present.stream().map(node -> new StickyAssignment.Candidate(node, 1)).toList();
    return StickyAssignment.next(
        candidates, published.map(GridTable::assignment).orElse(HashAssignment.NONE), Map.of());
  }

  private static HashAssignment assignment(PublishedTable table) {
    var shares = new HashMap<InetAddress, BucketSet>();
    for (Inet4Address owner : owners(table)) {
      shares.put(
          owner,
          BucketSet.of(
              IntStream.range(0, Epoch.BUCKETS)
                  .filter(bucket -> table.owners().get(bucket).filter(owner::equals).isPresent())));
    }
    return HashAssignment.ofShares(shares);
  }

  private static Set<Inet4Address> owners(PublishedTable table) {
    return table.owners().stream()
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }
}
