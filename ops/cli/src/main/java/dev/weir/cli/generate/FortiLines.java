package dev.weir.cli.generate;

import dev.weir.cli.generate.Plan.Service;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.stream.Collectors;

/// Lines of FortiOS, where a firewall policy says whose packets are diverted. Pure.
final class FortiLines {
  /// How many caches a service has at most.
  static final int CACHES_MAX = 4;

  private static final String ALONE = " 255.255.255.255";

  private FortiLines() {}

  static String of(Plan plan) {
    var lines = Lines.headed("#", Family.FORTIOS, plan);
    lines.add("config system wccp");
    plan.services().forEach(service -> service(lines, plan, service));
    lines.add("end");
    lines.add("config system interface");
    lines.add("    edit \"" + plan.places().caches() + "\"");
    lines.add("        set wccp enable").add("    next").add("end");
    for (int i = 0; i < plan.clients().size(); i++) {
      Prefix client = plan.clients().get(i);
      lines.add("config firewall address");
      lines.add("    edit \"weir-clients-" + (i + 1) + "\"");
      lines.add(
          "        set subnet "
              + client.network().getHostAddress()
              + " "
              + Rule.dotted(Prefix.mask(client.length())));
      lines.add("    next").add("end");
    }
    policy(lines, plan);
    return lines.toString();
  }

  private static void service(Lines lines, Plan plan, Service service) {
    lines.add("    edit \"" + (service.isWebCache() ? "0" : service.name()) + "\"");
    lines.add("        set router-id ROUTER-ID");
    plan.multicast().ifPresent(it -> lines.add("        set group-address " + it.getHostAddress()));
    lines.add(
        "        set server-list "
            + plan.caches().stream()
                .map(Inet4Address::getHostAddress)
                .map(it -> it + ALONE)
                .collect(Collectors.joining(" ")));
    lines.add("        set forward-method " + (plan.ways().plain() ? "L2" : "GRE"));
    lines.add("        set return-method " + (plan.ways().plain() ? "L2" : "GRE"));
    lines.add("        set assignment-method " + (plan.ways().mask() ? "MASK" : "HASH"));
    if (!service.isWebCache()) {
      lines.add("        set service-type dynamic");
      lines.add("        set protocol 6");
      lines.add(
          "        set ports "
              + service.ports().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    service
        .password()
        .ifPresent(
            it -> lines.add("        set authentication enable").add("        set password " + it));
    lines.add("    next");
  }

  private static void policy(Lines lines, Plan plan) {
    String clients = "\"all\"";
    if (!plan.clients().isEmpty()) {
      var names = new StringBuilder();
      for (int i = 1; i <= plan.clients().size(); i++) {
        names.append(i == 1 ? "" : " ").append("\"weir-clients-").append(i).append('"');
      }
      clients = names.toString();
    }
    lines.add("config firewall policy").add("    edit 0");
    lines.add("        set name \"weir\"");
    lines.add("        set srcintf \"" + plan.places().clients() + "\"");
    lines.add("        set dstintf \"" + plan.places().origins() + "\"");
    lines.add("        set srcaddr " + clients);
    lines.add("        set dstaddr \"all\"");
    lines.add("        set service \"HTTP\"");
    lines.add("        set schedule \"always\"").add("        set action accept");
    lines.add("        set wccp enable").add("    next").add("end");
  }
}
