package dev.weir.node.path;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.JoinedService;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whose packets are let in: those of routers that list this node as usable, under the address we
/// know them by and under their id, for the services joined with them (§7.2).
///
/// Immutable. `sources` are the outer addresses to capture.
record Trust(DecapsulationPolicy policy, Set<Inet4Address> sources) {

  /// The trust that follows from what the routers say now.
  ///
  /// `previous` is the table before the present one: its packets may still be on their way.
  static Trust of(
      Inet4Address own,
      CacheSnapshot group,
      Assignment previous,
      Collection<Inet4Address> members,
      Set<Integer> ports) {
    var service =
        new JoinedService(
            false,
            group.service().group().id(),
            ports,
            JoinedService.PortSide.DESTINATION,
            ours(own, group.assignment(), previous));
    Map<Inet4Address, List<JoinedService>> routers = new LinkedHashMap<>();
    var peers = new HashSet<>(members);
    for (CacheSnapshot.Router router : group.routers()) {
      router.caches().stream().flatMap(Trust::ipv4).forEach(peers::add);
      if (router.caches().contains(own)) {
        Stream.concat(Stream.of(router.address()), router.id().stream())
            .flatMap(Trust::ipv4)
            .forEach(address -> routers.put(address, List.of(service)));
      }
    }
    peers.remove(own);
    return new Trust(
        new DecapsulationPolicy(own, Set.of(), routers, peers), Set.copyOf(routers.keySet()));
  }

  /// Packets are diverted over IPv4 only.
  private static Stream<Inet4Address> ipv4(InetAddress address) {
    return address instanceof Inet4Address ipv4 ? Stream.of(ipv4) : Stream.empty();
  }

  private static BucketSet ours(Inet4Address own, Assignment present, Assignment previous) {
    return BucketSet.of(
        IntStream.concat(present.share(own).stream(), previous.share(own).stream())
            .distinct()
            .toArray());
  }
}
