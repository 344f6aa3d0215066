package dev.weir.gre;

import dev.weir.gre.bypass.BypassTable;
import dev.weir.gre.stray.RouterMemory;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Whom we believe, which services we joined with whom, who counts as one of us, and what goes back
/// to its router.
///
/// Immutable: made anew by the control thread at each change and handed to
/// [Decapsulator#follow(DecapsulationPolicy)]. Lookups allocate nothing.
public final class DecapsulationPolicy {
  private final int own;
  private final int[] ourselves;
  private final int[] routers;
  private final List<Services> servicesByRouter;
  private final Services everyService;
  private final int[] forwarders;
  private final long anyRoute;
  private final BypassTable bypass;
  private final BucketSet overloaded;
  private final boolean resting;

  /// A policy that gives nothing back but what our stack cannot take.
  ///
  /// @param own the address we announce to routers: the only outer destination accepted
  /// @param alsoOwn further addresses of this host
  /// @param routers the services joined with each router, under each outer source it may use; the
  ///   first is given what came from nobody knows where
  /// @param peers the other caches of the cluster
  public DecapsulationPolicy(
      Inet4Address own,
      Collection<Inet4Address> alsoOwn,
      Map<Inet4Address, List<JoinedService>> routers,
      Collection<Inet4Address> peers) {
    this.own = Ipv4Octets.toInt(own);
    var sorted = new TreeMap<Integer, Services>();
    routers.forEach(
        (address, joined) -> sorted.put(Ipv4Octets.toInt(address), new Services(joined)));
    this.routers = sorted.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.servicesByRouter = List.copyOf(sorted.values());
    this.everyService =
        new Services(routers.values().stream().flatMap(List::stream).distinct().toList());
    this.forwarders = new int[0];
    this.anyRoute =
        routers.entrySet().stream()
            .filter(router -> !router.getValue().isEmpty())
            .mapToLong(router -> route(router.getKey(), router.getValue().getFirst()))
            .findFirst()
            .orElse(RouterMemory.FORGOTTEN);
    var us = new ArrayList<Inet4Address>(alsoOwn);
    us.add(own);
    us.addAll(routers.keySet());
    us.addAll(peers);
    this.ourselves = us.stream().mapToInt(Ipv4Octets::toInt).sorted().toArray();
    this.bypass = BypassTable.EMPTY;
    this.overloaded = BucketSet.NONE;
    this.resting = false;
  }

  private DecapsulationPolicy(
      DecapsulationPolicy other,
      int[] forwarders,
      BypassTable bypass,
      BucketSet overloaded,
      boolean resting) {
    this.own = other.own;
    this.ourselves = other.ourselves;
    this.routers = other.routers;
    this.servicesByRouter = other.servicesByRouter;
    this.everyService = other.everyService;
    this.forwarders = forwarders;
    this.anyRoute = other.anyRoute;
    this.bypass = bypass;
    this.overloaded = overloaded;
    this.resting = resting;
  }

  /// The policy of a node that hears no router yet: every packet is refused.
  public static DecapsulationPolicy refusing(Inet4Address own) {
    return new DecapsulationPolicy(own, Set.of(), Map.of(), Set.of());
  }

  /// This policy, with new connections given back that the table spares.
  public DecapsulationPolicy sparing(BypassTable spared) {
    return new DecapsulationPolicy(this, forwarders, spared, overloaded, resting);
  }

  /// This policy, with new connections in these buckets given back.
  public DecapsulationPolicy relieving(BucketSet buckets) {
    return new DecapsulationPolicy(this, forwarders, bypass, buckets, resting);
  }

  /// This policy; if `resting`, every new connection is given back, because this node can serve
  /// none.
  public DecapsulationPolicy resting(boolean resting) {
    return new DecapsulationPolicy(this, forwarders, bypass, overloaded, resting);
  }

  /// This policy, under which these nodes may forward packets of connections that we may have.
  public DecapsulationPolicy forwardedBy(Collection<Inet4Address> nodes) {
    int[] sorted =
        nodes.stream().mapToInt(Ipv4Octets::toInt).filter(it -> it != own).sorted().toArray();
    return new DecapsulationPolicy(this, sorted, bypass, overloaded, resting);
  }

  /// Whether a node of this address may forward packets to us.
  public boolean forwards(int node) {
    return Arrays.binarySearch(forwarders, node) >= 0;
  }

  /// The way of a packet that another node has forwarded: to a router that has joined its service
  /// with us, behind the redirect word with which it came; else [#anyRoute].
  public long beyond(long route) {
    int word = RouterMemory.redirectWord(route);
    for (int i = 0; i < routers.length; i++) {
      if (servicesByRouter.get(i).named(word >>> 24, word >>> 16 & 0xFF) != Service.UNKNOWN) {
        return RouterMemory.route(routers[i], word);
      }
    }
    return anyRoute;
  }

  /// How a packet that came by a route goes back: as the router takes those of the service that the
  /// redirect word names, the web cache's if there was none.
  public ReturnWay wayOf(long route) {
    int word = RouterMemory.redirectWord(route);
    return servicesWith(RouterMemory.router(route)).named(word >>> 24, word >>> 16 & 0xFF).way;
  }

  /// Where a packet may go of which nobody knows whence it came: to the first router, as one of the
  /// first service joined with it. [RouterMemory#FORGOTTEN] when there is none.
  public long anyRoute() {
    return anyRoute;
  }

  int own() {
    return own;
  }

  /// Whether the address is own, a router's or a peer's.
  boolean isOneOfUs(int address) {
    return Arrays.binarySearch(ourselves, address) >= 0;
  }

  /// Whether a new connection goes back to its router for want of power.
  boolean relieves(int bucket) {
    return overloaded.contains(bucket);
  }

  /// Whether every new connection goes back to its router.
  boolean rests() {
    return resting;
  }

  /// Whether a new connection is spared.
  boolean spares(int client, int origin, int port) {
    return bypass.spares(client, origin, port);
  }

  /// The services joined with the router of this address, [Services#OF_STRANGER] if it is none.
  Services servicesWith(int router) {
    int at = Arrays.binarySearch(routers, router);
    return at >= 0 ? servicesByRouter.get(at) : Services.OF_STRANGER;
  }

  /// The services joined with any router.
  Services everyService() {
    return everyService;
  }

  private static long route(Inet4Address address, JoinedService service) {
    int word = RedirectHeader.primary(service.dynamic(), service.id(), 0).toWord();
    return RouterMemory.route(Ipv4Octets.toInt(address), word);
  }

  /// The services joined with one router.
  static final class Services {
    /// What an address has that is no router's. Compared by identity.
    static final Services OF_STRANGER = new Services(List.of());

    private static final int DYNAMIC_FLAGS = 0x81;

    private final Service[] joined;

    Services(List<JoinedService> joined) {
      this.joined = joined.stream().map(Service::new).toArray(Service[]::new);
    }

    /// §6.3: the id finds the service; the dynamic flag, in either bit order, only chooses between
    /// a standard and a dynamic service of the same id. [Service#UNKNOWN] if not joined.
    Service named(int flags, int id) {
      boolean dynamic = (flags & DYNAMIC_FLAGS) != 0;
      Service found = Service.UNKNOWN;
      for (Service service : joined) {
        if (service.id == id) {
          if (service.dynamic == dynamic) {
            return service;
          }
          found = service;
        }
      }
      return found;
    }

    /// WCCP version 1 knows standard service 0 only.
    Service webCache() {
      for (Service service : joined) {
        if (service.id == 0 && !service.dynamic) {
          return service;
        }
      }
      return Service.UNKNOWN;
    }
  }

  /// A joined service in primitives.
  static final class Service {
    /// A service we have not joined. Compared by identity.
    static final Service UNKNOWN =
        new Service(JoinedService.webCache(BucketSet.ALL, ReturnWay.NONE));

    private final boolean dynamic;
    private final int id;
    private final int[] ports;
    private final boolean portsAreSources;
    private final BucketSet buckets;
    private final ReturnWay way;

    Service(JoinedService joined) {
      this.dynamic = joined.dynamic();
      this.id = joined.id();
      this.ports = joined.ports().stream().mapToInt(Integer::intValue).toArray();
      this.portsAreSources = joined.portSide() == JoinedService.PortSide.SOURCE;
      this.buckets = joined.buckets();
      this.way = joined.way();
    }

    boolean redirects(int sourcePort, int destinationPort) {
      int port = portsAreSources ? sourcePort : destinationPort;
      for (int candidate : ports) {
        if (candidate == port) {
          return true;
        }
      }
      return ports.length == 0;
    }

    /// Whether its packets come from clients, so that the source is the client.
    boolean fromClients() {
      return !portsAreSources;
    }

    ReturnWay way() {
      return way;
    }

    boolean owns(int bucket) {
      return buckets.contains(bucket);
    }

    /// Whether the redirect headers of its packets name buckets of a table.
    boolean namesBuckets() {
      return buckets != BucketSet.ALL;
    }
  }
}
