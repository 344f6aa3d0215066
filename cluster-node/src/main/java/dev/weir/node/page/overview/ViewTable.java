package dev.weir.node.page.overview;

import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridState;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Routers and nodes, and what each sees of the other.
///
/// A router lists a node or does not; the node itself says whether it is listed. They differ for a
/// moment at each start and death; for longer, something is cut, or somebody is there who should
/// not be.
final class ViewTable {
  private ViewTable() {}

  /// A table for each service group: its routers, and of each a cell for every node.
  static List<Map<String, @Nullable Object>> of(OverviewPage.Known known) {
    return known.groups().stream().map(group -> group(group, known)).toList();
  }

  private static Map<String, @Nullable Object> group(CacheSnapshot group, OverviewPage.Known all) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("service", group.service().group().displayName());
    page.put("designated", group.designated().map(OverviewPage::text).orElse(null));
    page.put("routers", group.routers().stream().map(it -> router(it, all)).toList());
    return page;
  }

  private static Map<String, @Nullable Object> router(
      CacheSnapshot.Router router, OverviewPage.Known known) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("address", OverviewPage.text(router.address()));
    page.put("id", router.id().map(OverviewPage::text).orElse(null));
    page.put("state", router.state());
    page.put(
        "cells",
        OverviewPage.addresses(known).stream().map(it -> cell(router, it, known)).toList());
    return page;
  }

  private static Map<String, @Nullable Object> cell(
      CacheSnapshot.Router router, InetAddress node, OverviewPage.Known known) {
    boolean lists = router.caches().contains(node);
    Optional<Boolean> hears = hears(router, node, known.numbers());
    boolean joined = known.grid().state() == GridState.JOINED;
    boolean member =
        node.equals(known.node().address())
            || known.grid().members().stream().map(GridMember::address).anyMatch(node::equals);
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("node", OverviewPage.text(node));
    page.put("lists", lists);
    page.put("saysListed", hears.orElse(null));
    page.put("differs", hears.filter(it -> it != lists).isPresent() || (joined && lists != member));
    return page;
  }

  private static Optional<Boolean> hears(
      CacheSnapshot.Router router, InetAddress node, ClusterNumbers numbers) {
    return numbers.nodes().entrySet().stream()
        .filter(it -> it.getKey().equals(node))
        .flatMap(it -> it.getValue().numbers().routers().entrySet().stream())
        .filter(it -> it.getKey().equals(router.address()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
