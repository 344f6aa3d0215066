package dev.weir.bench;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A cache node.
final class CacheStation extends Station {
  private final Map<ServiceGroup, CacheGroup> groups = new LinkedHashMap<>();
  private final List<CacheGroup> machines;
  private final Map<CacheGroup, CacheSnapshot> shown = new LinkedHashMap<>();

  CacheStation(
      InetAddress address,
      List<InetAddress> routers,
      List<Component.Service> services,
      Instant now) {
    super(address, services.size());
    for (Component.Service service : services) {
      groups.put(
          service.group(),
          new CacheGroup(
              CacheSettings.plain(service, address, 100, routers, Duration.ofSeconds(1), 1), now));
    }
    machines = List.copyOf(groups.values());
  }

  /// Begins; `members` are all caches of its cluster.
  List<Datagram> join(Set<InetAddress> members, Instant now) {
    var sent = new ArrayList<Datagram>();
    for (CacheGroup group : machines) {
      group.on(new CacheEvent.Members(members), now);
      sent.addAll(on(group, new CacheEvent.Join(), now));
    }
    return sent;
  }

  @Override
  List<Datagram> take(Message message, Datagram carrier, Instant now) {
    var group = groups.get(message.service().group());
    return group == null
        ? List.of()
        : on(group, new CacheEvent.Received(message, carrier.from()), now);
  }

  @Override
  List<Datagram> deadlinePassed(Instant now) {
    var sent = new ArrayList<Datagram>();
    for (CacheGroup group : machines) {
      if (!now.isBefore(group.nextDeadline())) {
        sent.addAll(on(group, new CacheEvent.DeadlinePassed(), now));
      }
    }
    return sent;
  }

  @Override
  Instant nextDeadline() {
    return earliest(machines, CacheGroup::nextDeadline);
  }

  @Override
  List<Assignment> tables() {
    return shown.values().stream().map(CacheSnapshot::assignment).toList();
  }

  private List<Datagram> on(CacheGroup group, CacheEvent event, Instant now) {
    var sent = new ArrayList<Datagram>();
    for (CacheEffect effect : group.on(event, now)) {
      if (effect instanceof CacheEffect.Send(Message message, InetAddress to)) {
        sent.add(encoded(message, to));
      }
    }
    shown.put(group, group.snapshot());
    return sent;
  }
}
