package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.simulation.CacheNode.Make;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The processes of a world: their addresses, and how each comes to life.
final class Population {
  /// What the wall clocks show at the start, in seconds since 1970.
  private static final long WALL_START = 1_795_000_000L;

  /// A dynamic group redirects the port with its number above this one.
  private static final int PORTS = 8_000;

  private static final int OTHER_PORTS = 9_000;

  private static final int[][] NETS = {{10, 0, 0}, {192, 0, 2}, {198, 51, 100}, {203, 0, 113}};

  private final Plan plan;
  private final Machines machines;
  private final Network network;
  private final Chance chance;
  private final List<CacheNode> caches = new ArrayList<>();
  private final List<RouterNode> routers = new ArrayList<>();

  Population(Plan plan, Machines machines, Network network, Chance chance) {
    this.plan = plan;
    this.machines = machines;
    this.network = network;
    this.chance = chance;
    boolean nearNet = chance.hits(0.4);
    for (int i = 0; i < plan.caches(); i++) {
      int[] net = nearNet ? NETS[0] : chance.pick(List.of(NETS));
      int last = 3 + i * 30 + chance.between(0, 25);
      add("c" + (i + 1), Make.OURS, address(net[0], net[1], net[2], last));
    }
    if (plan.has(Fault.FOREIGN_SILENT)) {
      add("silent", Make.SILENT, address(10, 0, 0, 1));
    }
    if (plan.has(Fault.FOREIGN_ASSIGNING)) {
      add("foreign", Make.ASSIGNING, address(10, 0, 0, chance.pick(List.of(2, 250))));
    }
    if (plan.misdescribed()) {
      add("other", Make.OTHER_PORTS, address(10, 0, 0, 251));
    }
    for (int i = 1; i <= plan.routers(); i++) {
      var address = address(10, 0, 1, i);
      boolean oneName = plan.manner() == Manner.VERSION_1;
      var id = !oneName && chance.hits(0.3) ? address(10, 0, 2, i) : address;
      boolean elsewhere = !oneName && id.equals(address) && chance.hits(0.3);
      var source = elsewhere ? address(10, 0, 3, i) : address;
      routers.add(new RouterNode("r" + i, address, id, source));
    }
  }

  /// The groups of a world.
  static List<ServiceGroup> groups(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            i == 0 ? ServiceGroup.WEB_CACHE : new ServiceGroup(ServiceGroup.Type.DYNAMIC, 50 + i))
        .toList();
  }

  List<CacheNode> caches() {
    return caches;
  }

  List<RouterNode> routers() {
    return routers;
  }

  /// Whoever listens to where a message goes: to the group's address all but its sender.
  List<InetAddress> receivers(Flight flight) {
    if (!flight.to().equals(Manner.GROUP)) {
      return List.of(flight.to());
    }
    return Stream.concat(
            routers.stream()
                .filter(it -> !it.source().equals(flight.from()))
                .map(RouterNode::address),
            caches.stream().map(CacheNode::address).filter(it -> !it.equals(flight.from())))
        .toList();
  }

  /// A number that another life of the cache hardly had.
  private static int lead(CacheNode node, long now) {
    return new SplittableRandom(now ^ node.name().hashCode())
        .nextInt(1, CacheSettings.Numbering.LEAD_MAX + 1);
  }

  /// The machines of a cache that starts now. Its change numbers begin above all that it remembers
  /// and above the seconds of its wall clock (§4.3).
  List<CacheParty> parties(CacheNode node, long now, LongSupplier clock) {
    var parties = new ArrayList<CacheParty>();
    for (int group = 0; group < plan.groups(); group++) {
      long remembered = Integer.toUnsignedLong(node.persisted[group]);
      int first = (int) Math.max(remembered + 1, wall(node, now).getEpochSecond());
      var seat =
          new Machines.CacheSeat(
              terms(node.address(), service(node, group), node.interval()),
              node.address(),
              node.weight(),
              routers.stream().map(RouterNode::address).toList(),
              members(node),
              first,
              remembered == 0 ? lead(node, now) : 0,
              () -> wall(node, clock.getAsLong()),
              () -> World.instant(clock.getAsLong()));
      var machine = machines.cache(seat, World.instant(now));
      parties.add(
          new CacheParty(
              node,
              group,
              node.make() == Make.OURS ? machine : new Foreigner(machine, node.make())));
    }
    return List.copyOf(parties);
  }

  /// Who is of our cluster, where there is one.
  Set<InetAddress> members() {
    return caches.stream()
        .filter(it -> it.make() == Make.OURS)
        .map(CacheNode::address)
        .collect(Collectors.toSet());
  }

  private Optional<Set<InetAddress>> members(CacheNode node) {
    return plan.knowledge().cluster() && node.make() == Make.OURS
        ? Optional.of(members())
        : Optional.empty();
  }

  private Machines.Terms terms(InetAddress address, Component.Service service, Duration interval) {
    boolean newer = plan.knowledge().newer() && (address.getAddress()[3] & 1) == 0;
    boolean byMask = plan.knowledge().byMask().get(network.index(service.group()));
    return new Machines.Terms(service, byMask, newer ? 1 : 0, interval, plan.manner());
  }

  private Component.Service service(CacheNode node, int group) {
    return service(group, node.make() == Make.OTHER_PORTS ? OTHER_PORTS : PORTS);
  }

  private Component.Service service(int index, int ports) {
    var group = network.group(index);
    return group.type() == ServiceGroup.Type.STANDARD
        ? group.standardService()
        : new Component.Service(group, 100, 6, 0x11, List.of(ports + group.id()));
  }

  /// The machines of a router that starts now.
  List<RouterParty> parties(RouterNode node, long now) {
    return IntStream.range(0, plan.groups())
        .mapToObj(group ->
            new RouterParty(
                node,
                group,
                machines.router(
                    new Machines.RouterSeat(
                        terms(node.address(), service(group, PORTS), plan.interval()),
                        node.id(),
                        plan.plainTimers(),
                        plan.strictRouters()),
                    World.instant(now))))
        .toList();
  }

  /// Puts a change number on the disk before the table that has it goes out.
  void noteNumber(CacheParty party, Message message) {
    if (message instanceof Message.RedirectAssign assign) {
      AssignmentKey key = Reading.key(assign);
      int[] persisted = party.node().persisted;
      if (Integer.compareUnsigned(key.number(), persisted[party.group()]) > 0) {
        persisted[party.group()] = key.number();
      }
    }
  }

  private void add(String name, Make make, InetAddress address) {
    int weight = chance.hits(0.7) ? 100 : chance.between(0, 300);
    Duration interval = chance.hits(0.9) ? plan.interval() : Duration.ofSeconds(10);
    caches.add(new CacheNode(name, make, address, weight, interval, plan.groups()));
  }

  private static Instant wall(CacheNode node, long now) {
    return Instant.ofEpochSecond(WALL_START + node.wallOffsetSeconds).plusNanos(now);
  }

  private static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
