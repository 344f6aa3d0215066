package dev.weir.router.control;

import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.ServiceConfig;
import dev.weir.router.packet.RedirectService;
import dev.weir.router.packet.RedirectTable;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.router.packet.ServiceRules;
import dev.weir.router.packet.ServiceRules.Delivery;
import dev.weir.wccp.message.ServiceGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// All services as the packet path shall know them: each driver replaces its own, the board
/// publishes the whole.
///
/// Confined to the control thread once this runs, but for [#inForce].
public final class RedirectBoard {
  private final List<RedirectService> services = new ArrayList<>();
  private final List<Set<ServiceGroup>> points;
  private final boolean checkAll;
  private final Consumer<Map<ServiceGroup, ServiceMatch>> diversion;
  private Map<ServiceGroup, ServiceMatch> diverted;
  private volatile RedirectTable table;

  /// The board of a router before any cache has come.
  ///
  /// @param diversion is given what has to be diverted, whenever that has changed
  public RedirectBoard(RouterConfig config, Consumer<Map<ServiceGroup, ServiceMatch>> diversion) {
    Delivery delivery = config.router().version() == 1 ? Delivery.GRE_BARE : Delivery.GRE;
    for (ServiceConfig service : config.services()) {
      services.add(initial(rules(services.size(), service, delivery)));
    }
    this.points = config.points().stream().map(RedirectPoint::services).toList();
    this.checkAll = config.router().checks().servicesAll();
    this.diversion = diversion;
    this.diverted = diverts();
    this.table = whole();
  }

  /// What the operator decided about each service, in the order of the configuration.
  public List<ServiceRules> rules() {
    return services.stream().map(RedirectService::rules).toList();
  }

  /// The table in force; any thread may read it.
  public RedirectTable inForce() {
    return table;
  }

  /// The packets that have to be diverted now, by service; one not described yet is not in it.
  public Map<ServiceGroup, ServiceMatch> diverts() {
    var all = new HashMap<ServiceGroup, ServiceMatch>();
    for (RedirectService service : services) {
      service.diverts().ifPresent(match -> all.put(service.rules().group(), match));
    }
    return Map.copyOf(all);
  }

  /// Puts a service in the place of what it was, and publishes all.
  void put(RedirectService service) {
    services.set(service.rules().index(), service);
    table = whole();
    Map<ServiceGroup, ServiceMatch> now = diverts();
    if (!now.equals(diverted)) {
      diverted = now;
      diversion.accept(now);
    }
  }

  private RedirectTable whole() {
    return new RedirectTable(services, points, checkAll);
  }

  private static ServiceRules rules(int index, ServiceConfig service, Delivery delivery) {
    return new ServiceRules(
        index,
        service.group(),
        service.mode() == ServiceConfig.Mode.CLOSED,
        service.lists().redirect(),
        service.lists().service(),
        delivery);
  }

  private static RedirectService initial(ServiceRules rules) {
    return rules.group().equals(ServiceGroup.WEB_CACHE)
        ? RedirectService.described(
            rules, rules.group().standardService(), Optional.empty(), List.of())
        : RedirectService.undescribed(rules);
  }
}
