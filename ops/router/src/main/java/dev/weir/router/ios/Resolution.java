package dev.weir.router.ios;

import dev.weir.wccp.message.ServiceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What lines name in others: each name is to be there, each combination to make sense.
final class Resolution {
  private final IosConfig config;
  private final Set<ServiceGroup> served;
  private final List<Missing> missing = new ArrayList<>();

  /// What is wrong with a line seen beside the others; line 0 is the file as a whole.
  record Missing(int line, String reason, String remedy) {}

  private Resolution(IosConfig config) {
    this.config = config;
    this.served = config.services().stream().map(IosService::group).collect(Collectors.toSet());
  }

  static List<Missing> of(IosConfig config, int sourceInterfaceLine) {
    var resolution = new Resolution(config);
    config.services().forEach(resolution::service);
    config.interfaces().forEach(resolution::interfaceBlock);
    config.routeMaps().values().forEach(map -> map.clauses().forEach(resolution::clause));
    if (config.routerId().isEmpty()) {
      resolution.missing.add(
          new Missing(
              sourceInterfaceLine,
              sourceInterfaceLine == 0
                  ? "no interface has an address, so the router has no id"
                  : "this interface has no address, so the router has no id",
              "write ip address A.B.C.D MASK below an interface, best below Loopback0"));
    }
    return resolution.missing;
  }

  private void service(IosService service) {
    list(service.line(), service.redirectList());
    list(service.line(), service.groupList());
    list(service.line(), service.serviceList());
    boolean plain = service.password().isEmpty() && service.groupAddress().isEmpty();
    if (config.version() == 1 && (!service.group().equals(ServiceGroup.WEB_CACHE) || !plain)) {
      missing.add(
          new Missing(
              service.line(),
              "version 1 has web-cache alone, without password and group address",
              "write ip wccp version 2, or remove them"));
    }
  }

  private void interfaceBlock(IosInterface it) {
    list(it.line(), it.accessIn());
    list(it.line(), it.accessOut());
    it.redirectIn().forEach(group -> served(it.line(), group));
    it.redirectOut().forEach(group -> served(it.line(), group));
    for (ServiceGroup group : it.groupListen()) {
      boolean addressed =
          config.services().stream()
              .anyMatch(
                  service -> service.group().equals(group) && service.groupAddress().isPresent());
      if (!addressed) {
        missing.add(
            new Missing(
                it.line(),
                "group-listen of " + group.displayName() + ", which has no group address",
                "write ip wccp " + group.displayName() + " group-address A.B.C.D"));
      }
    }
    if (it.routeMap().filter(map -> !config.routeMaps().containsKey(map)).isPresent()) {
      missing.add(
          new Missing(
              it.line(),
              "there is no route-map " + it.routeMap().get(),
              "write route-map " + it.routeMap().get() + " permit 10 and its lines"));
    }
  }

  private void clause(IosRouteMap.Clause clause) {
    clause.accessLists().forEach(list -> list(clause.line(), Optional.of(list)));
    if (clause.permit() && clause.nextHops().isEmpty()) {
      missing.add(
          new Missing(
              clause.line(), "this clause sends packets nowhere", "write set ip next-hop A.B.C.D"));
    }
  }

  private void served(int line, ServiceGroup group) {
    if (!served.contains(group)) {
      missing.add(
          new Missing(
              line,
              "service " + group.displayName() + " is redirected but not served",
              "write ip wccp " + group.displayName()));
    }
  }

  private void list(int line, Optional<String> name) {
    if (name.filter(list -> !config.accessLists().containsKey(list)).isPresent()) {
      missing.add(
          new Missing(
              line,
              "there is no access list " + name.get(),
              "write it, such as ip access-list extended " + name.get() + " and its lines"));
    }
  }
}
