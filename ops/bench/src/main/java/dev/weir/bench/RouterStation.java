package dev.weir.bench;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A router.
final class RouterStation extends Station {
  private final Map<ServiceGroup, RouterGroup> groups = new LinkedHashMap<>();
  private final List<RouterGroup> machines;
  private final Map<RouterGroup, RouterSnapshot> shown = new LinkedHashMap<>();

  RouterStation(InetAddress address, List<Component.Service> services) {
    super(address, services.size());
    var offer = RouterOffer.plain(Duration.ofSeconds(1), Duration.ofSeconds(10));
    for (Component.Service service : services) {
      groups.put(
          service.group(),
          new RouterGroup(RouterGroup.Settings.standard(service, address, offer, _ -> true)));
    }
    machines = List.copyOf(groups.values());
  }

  @Override
  List<Datagram> take(Message message, Datagram carrier, Instant now) {
    var group = groups.get(message.service().group());
    return group == null
        ? List.of()
        : on(group, new RouterEvent.Received(message, carrier.from(), carrier.to()), now);
  }

  @Override
  List<Datagram> deadlinePassed(Instant now) {
    var sent = new ArrayList<Datagram>();
    for (RouterGroup group : machines) {
      if (!now.isBefore(group.nextDeadline())) {
        sent.addAll(on(group, new RouterEvent.DeadlinePassed(), now));
      }
    }
    return sent;
  }

  @Override
  Instant nextDeadline() {
    return earliest(machines, RouterGroup::nextDeadline);
  }

  @Override
  List<Assignment> tables() {
    return shown.values().stream().map(RouterSnapshot::assignment).toList();
  }

  private List<Datagram> on(RouterGroup group, RouterEvent event, Instant now) {
    var sent = new ArrayList<Datagram>();
    for (RouterEffect effect : group.on(event, now)) {
      if (effect instanceof RouterEffect.Send(Message message, InetAddress to)) {
        sent.add(encoded(message, to));
      }
    }
    shown.put(group, group.snapshot());
    return sent;
  }
}
