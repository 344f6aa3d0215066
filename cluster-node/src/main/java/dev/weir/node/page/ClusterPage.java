package dev.weir.node.page;

import dev.weir.node.config.IdentityConfig;
import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridView;
import dev.weir.node.grid.PublishedTable;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/cluster`: the members of the grid beside the caches that every router lists.
///
/// They differ for a moment at each start and death; for longer, something is cut.
public final class ClusterPage {
  private ClusterPage() {}

  /// The page of one moment.
  public static Map<String, @Nullable Object> of(
      IdentityConfig node, GridView grid, CacheSnapshot group, Set<Inet4Address> dead) {
    var members = new LinkedHashSet<InetAddress>();
    grid.members().forEach(member -> members.add(member.address()));
    var listed = listed(group);
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("self", WccpPages.identity(node));
    page.put("members", grid.members().stream().map(ClusterPage::member).toList());
    page.put("routerView", texts(listed));
    page.put("onlyInGrid", texts(without(members, listed)));
    page.put("onlyInRouterView", texts(without(listed, members)));
    page.put("dead", dead.stream().map(WccpPages::text).sorted().toList());
    page.put("published", grid.published().map(ClusterPage::published).orElse(null));
    page.put("state", grid.state().name().toLowerCase(Locale.ROOT));
    return page;
  }

  /// How many are in the grid and not listed, or the other way round; none while no router is
  /// heard.
  public static int differing(GridView grid, CacheSnapshot group) {
    var members = new LinkedHashSet<InetAddress>();
    grid.members().forEach(member -> members.add(member.address()));
    var listed = listed(group);
    boolean heard = group.routers().stream().anyMatch(router -> router.id().isPresent());
    return heard ? without(members, listed).size() + without(listed, members).size() : 0;
  }

  /// The caches that every router heard lists.
  public static Set<InetAddress> listed(CacheSnapshot group) {
    var heard = group.routers().stream().filter(router -> router.id().isPresent()).toList();
    var listed = new LinkedHashSet<InetAddress>();
    heard.forEach(router -> listed.addAll(router.caches()));
    heard.forEach(router -> listed.retainAll(router.caches()));
    return listed;
  }

  private static Set<InetAddress> without(Set<InetAddress> all, Set<InetAddress> these) {
    var rest = new LinkedHashSet<>(all);
    rest.removeAll(these);
    return rest;
  }

  private static List<String> texts(Set<InetAddress> addresses) {
    return addresses.stream().map(WccpPages::text).toList();
  }

  private static Map<String, Object> member(GridMember member) {
    var page = new LinkedHashMap<String, Object>();
    page.put("address", WccpPages.text(member.address()));
    page.put("name", member.name());
    page.put("self", member.self());
    return page;
  }

  private static Map<String, @Nullable Object> published(PublishedTable table) {
    var key = new LinkedHashMap<String, Object>();
    key.put("address", WccpPages.text(table.keyAddress()));
    key.put("number", table.keyNumber());
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("key", key);
    page.put("by", WccpPages.text(table.by()));
    page.put(
        "table",
        table.owners().stream()
            .<@Nullable String>map(owner -> owner.map(WccpPages::text).orElse(null))
            .toList());
    return page;
  }
}
