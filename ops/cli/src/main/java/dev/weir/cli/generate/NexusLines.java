package dev.weir.cli.generate;

import dev.weir.cli.generate.Plan.Service;
import dev.weir.cli.generate.Rule.Networks;
import java.util.Locale;

/// Lines of NX-OS on a Nexus 7000, which knows L2 and mask alone. Pure.
final class NexusLines {
  private NexusLines() {}

  static String of(Plan plan) {
    var lines = Lines.headed("!", Family.NX_OS, plan);
    if (!plan.ways().plain() || !plan.ways().mask()) {
      lines.add("! The nodes' file has to say wccp.profile: catalyst-3750, which is L2 and mask.");
    }
    lines.add("feature wccp");
    for (Service service : plan.services()) {
      lines.add("ip access-list " + list(service));
      Diverted.rules(plan, service).forEach(rule -> lines.add("  " + rule.in(Networks.PREFIX)));
    }
    for (Service service : plan.services()) {
      lines.add(
          "ip wccp "
              + service.name()
              + " redirect-list "
              + list(service)
              + service.password().map(it -> " password 0 " + it).orElse(""));
    }
    for (Service service : plan.services()) {
      lines.add(
          "interface " + (service.answers() ? plan.places().origins() : plan.places().clients()));
      lines.add("  ip wccp " + service.name() + " redirect in");
    }
    return lines.toString();
  }

  private static String list(Service service) {
    return "WEIR-" + service.name().toUpperCase(Locale.ROOT);
  }
}
