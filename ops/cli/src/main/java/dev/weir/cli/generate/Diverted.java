package dev.weir.cli.generate;

import dev.weir.cli.generate.Plan.Service;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a router's redirect-list says of a service. Pure.
final class Diverted {
  private Diverted() {}

  /// The rules in the order in which a router looks: what caches send is never diverted.
  static List<Rule> rules(Plan plan, Service service) {
    var rules = new ArrayList<Rule>();
    for (Inet4Address cache : plan.caches()) {
      var alone = Optional.of(new Prefix(cache, Integer.SIZE));
      rules.add(Rule.deny("ip", alone, Optional.empty()));
    }
    plan.sparedClients()
        .forEach(it -> rules.add(spare(service, Optional.of(it), Optional.empty())));
    plan.sparedOrigins()
        .forEach(it -> rules.add(spare(service, Optional.empty(), Optional.of(it))));
    plan.sparedPorts().stream()
        .filter(service.ports()::contains)
        .map(it -> Rule.denyPort(it, service.answers()))
        .forEach(rules::add);
    List<Integer> ports =
        service.ports().stream().filter(it -> !plan.sparedPorts().contains(it)).toList();
    for (Optional<Prefix> client : clients(plan)) {
      for (int port : ports) {
        rules.add(
            service.answers()
                ? new Rule(true, "tcp", Optional.empty(), client, port, true)
                : new Rule(true, "tcp", client, Optional.empty(), port, false));
      }
    }
    return rules;
  }

  private static Rule spare(Service service, Optional<Prefix> client, Optional<Prefix> origin) {
    return service.answers() ? Rule.deny("tcp", origin, client) : Rule.deny("tcp", client, origin);
  }

  private static List<Optional<Prefix>> clients(Plan plan) {
    return plan.clients().isEmpty()
        ? List.of(Optional.empty())
        : plan.clients().stream().map(Optional::of).toList();
  }
}
