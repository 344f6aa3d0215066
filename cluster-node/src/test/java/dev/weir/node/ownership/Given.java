package dev.weir.node.ownership;

import dev.weir.node.grid.PublishedTable;
import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The nodes and tables that tests of ownership speak of.
public final class Given {
  /// When tests begin.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Given() {}

  /// The node with a number, 1–200.
  public static Inet4Address node(int number) {
    return (Inet4Address) InetAddress.ofLiteral("192.0.2." + number);
  }

  /// The order of nodes.
  public static int compare(Inet4Address one, Inet4Address other) {
    return AddressOrder.UNSIGNED.compare(one, other);
  }

  /// The nodes from 1 to a number.
  public static Set<Inet4Address> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Given::node).collect(Collectors.toSet());
  }

  /// The assignment in which these share, following another one.
  public static HashAssignment shared(HashAssignment previous, Inet4Address... nodes) {
    return StickyAssignment.next(
        Arrays.stream(nodes).map(it -> new StickyAssignment.Candidate(it, 1)).toList(),
        previous,
        Map.of());
  }

  /// A table as it is published by its maker.
  public static PublishedTable table(long number, Inet4Address by, HashAssignment assignment) {
    return PublishedTable.of(Optional.of(new AssignmentKey(by, (int) number)), assignment, by)
        .orElseThrow();
  }

  /// A table whose buckets go round among these.
  public static PublishedTable round(long number, Inet4Address... nodes) {
    return new PublishedTable(
        nodes[0],
        number,
        nodes[0],
        IntStream.range(0, Epoch.BUCKETS)
            .mapToObj(bucket -> Optional.of(nodes[bucket % nodes.length]))
            .toList());
  }

  /// What is seen by a node whose routers echo a table.
  public static Succession.Sight echo(PublishedTable table) {
    return new Succession.Sight(
        true, Optional.of(new Succession.Echo(table, HashAssignment.NONE)), Optional.empty());
  }

  /// What is seen by a node that hears no router.
  public static Succession.Sight grid(PublishedTable table) {
    return new Succession.Sight(false, Optional.empty(), Optional.of(table));
  }

  /// An epoch in which buckets go round among nodes, as the first of all.
  public static Epoch epoch(long number, Inet4Address... nodes) {
    return new Succession(nodes[0], Set.copyOf(List.of(nodes)))
        .look(echo(round(number, nodes)), START)
        .orElseThrow();
  }
}
