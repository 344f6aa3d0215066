package dev.weir.wccp.cache;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What we tell routers of the routers and caches we hear, under a number that grows with every
/// change of membership (§3.7). A new receive id is no change. Confined to its [CacheGroup].
final class OwnView {
  private Set<InetAddress> parties = Set.of();
  private int change = 1;

  CacheView of(List<RouterLink> live) {
    var routers = new ArrayList<HeardRouter>();
    var caches = new LinkedHashSet<InetAddress>();
    for (RouterLink link : live) {
      routers.add(new HeardRouter(link.routerId().orElse(link.address()), link.receiveId()));
      link.caches().stream().map(CacheIdentity::address).forEach(caches::add);
    }
    var heard = new LinkedHashSet<>(caches);
    routers.forEach(router -> heard.add(router.router()));
    if (!heard.equals(parties)) {
      parties = heard;
      change++;
    }
    return new CacheView(change, routers, caches.stream().limit(32).toList());
  }
}
