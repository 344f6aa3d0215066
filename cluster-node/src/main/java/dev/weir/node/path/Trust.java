package dev.weir.node.path;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.host.HostRules;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
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
/// Immutable. `routers` are the services joined with each router, `sources` the outer addresses to
/// capture, `us` all addresses that are the node's, a router's or a peer's, `neighbours` the
/// routers that have agreed on L2 forwarding (§3.10).
record Trust(
    DecapsulationPolicy policy,
    Map<Inet4Address, List<JoinedService>> routers,
    Set<Inet4Address> sources,
    Set<Inet4Address> us,
    Set<Inet4Address> neighbours) {
  private static final String VERSION_1 = "1";

  /// One service group: what the routers say now, and the table before the present one, whose
  /// packets may still be on their way.
  record Followed(ServiceConfig service, CacheSnapshot present, Assignment previous) {
    /// The group after a change.
    Followed after(CacheSnapshot next) {
      boolean moved = !next.assignment().equals(present.assignment());
      return new Followed(service, next, moved ? present.assignment() : previous);
    }

    private JoinedService joined(Inet4Address own, CacheSnapshot.Router router) {
      return new JoinedService(
          service.group().type() == ServiceGroup.Type.DYNAMIC,
          service.group().id(),
          Set.copyOf(service.ports()),
          service.portsAreSources()
              ? JoinedService.PortSide.SOURCE
              : JoinedService.PortSide.DESTINATION,
          ours(own, present.assignment(), previous),
          wayBack(router));
    }

    /// §6.4: as agreed with the router; version 1 agrees on nothing.
    private static ReturnWay wayBack(CacheSnapshot.Router router) {
      if (router.agreement().packetReturn() == Transport.L2) {
        return ReturnWay.L2;
      }
      return router.version().equals(VERSION_1) ? ReturnWay.GRE_VERSION_1 : ReturnWay.GRE;
    }
  }

  /// The trust that follows from what the routers say now.
  static Trust of(Inet4Address own, Collection<Followed> groups, Collection<Inet4Address> members) {
    Map<Inet4Address, List<JoinedService>> routers = new LinkedHashMap<>();
    var peers = new HashSet<>(members);
    var neighbours = new HashSet<Inet4Address>();
    for (Followed group : groups) {
      for (CacheSnapshot.Router router : group.present().routers()) {
        router.caches().stream().flatMap(Trust::ipv4).forEach(peers::add);
        if (router.caches().contains(own)) {
          var service = group.joined(own, router);
          Stream.concat(Stream.of(router.address()), router.id().stream())
              .flatMap(Trust::ipv4)
              .distinct()
              .forEach(
                  address -> routers.computeIfAbsent(address, _ -> new ArrayList<>()).add(service));
          if (router.agreement().forwarding() == Transport.L2) {
            ipv4(router.address()).forEach(neighbours::add);
          }
        }
      }
    }
    peers.remove(own);
    var us = new HashSet<>(peers);
    us.add(own);
    us.addAll(routers.keySet());
    us.addAll(HostRules.SELF_TEST);
    return new Trust(
        new DecapsulationPolicy(own, HostRules.SELF_TEST, routers, peers),
        Map.copyOf(routers),
        Set.copyOf(routers.keySet()),
        Set.copyOf(us),
        Set.copyOf(neighbours));
  }

  /// Packets are diverted over IPv4 only.
  private static Stream<Inet4Address> ipv4(InetAddress address) {
    return address instanceof Inet4Address ipv4 ? Stream.of(ipv4) : Stream.empty();
  }

  /// Under a mask the redirect header names no bucket (§6.3), so that any will do.
  private static BucketSet ours(Inet4Address own, Assignment present, Assignment previous) {
    if (present instanceof MaskAssignment || previous instanceof MaskAssignment) {
      return BucketSet.ALL;
    }
    return BucketSet.of(
        IntStream.concat(present.share(own).stream(), previous.share(own).stream())
            .distinct()
            .toArray());
  }
}
