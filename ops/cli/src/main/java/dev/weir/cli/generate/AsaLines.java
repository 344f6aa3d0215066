package dev.weir.cli.generate;

import dev.weir.cli.generate.Plan.Service;
import dev.weir.cli.generate.Rule.Networks;

/// Lines of an ASA, whose clients and caches have to be behind the same interface (§7.4). Pure.
final class AsaLines {
  private AsaLines() {}

  static String of(Plan plan) {
    var lines = Lines.headed("!", Family.ASA, plan);
    if (plan.ways().plain() || plan.ways().mask()) {
      lines.add("! The nodes' file has to say wccp.profile: asa, which is GRE and hash.");
    }
    plan.caches()
        .forEach(cache ->
            lines.add(
                "access-list weir-caches extended permit ip host "
                    + cache.getHostAddress()
                    + " any"));
    for (Service service : plan.services()) {
      Diverted.rules(plan, service)
          .forEach(rule ->
              lines.add("access-list " + list(service) + " extended " + rule.in(Networks.NETMASK)));
    }
    for (Service service : plan.services()) {
      lines.add(
          "wccp "
              + service.name()
              + " redirect-list "
              + list(service)
              + " group-list weir-caches"
              + service.password().map(it -> " password " + it).orElse(""));
    }
    for (Service service : plan.services()) {
      String place = service.answers() ? plan.places().origins() : plan.places().clients();
      lines.add("wccp interface " + place + " " + service.name() + " redirect in");
    }
    return lines.toString();
  }

  private static String list(Service service) {
    return "weir-" + service.name();
  }
}
