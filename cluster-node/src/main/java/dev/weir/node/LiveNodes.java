package dev.weir.node;

import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.node.page.ClusterPage;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The nodes that are alive as far as anybody knows: the grid's members, those of the configured
/// ones that routers list, and all of them while there is no grid to ask.
record LiveNodes(
    List<Inet4Address> configured, Supplier<GridView> grid, Supplier<CacheSnapshot> group)
    implements Supplier<Set<Inet4Address>> {

  @Override
  public Set<Inet4Address> get() {
    GridView view = grid.get();
    Set<InetAddress> listed = ClusterPage.listed(group.get());
    var live = new LinkedHashSet<Inet4Address>();
    view.members().stream().map(GridMember::address).forEach(live::add);
    configured.stream()
        .filter(node -> view.state() != GridState.JOINED || listed.contains(node))
        .forEach(live::add);
    return live;
  }
}
