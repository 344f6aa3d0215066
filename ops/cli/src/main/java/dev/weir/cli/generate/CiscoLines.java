package dev.weir.cli.generate;

import dev.weir.cli.generate.Plan.Service;
import dev.weir.cli.generate.Rule.Networks;
import java.net.Inet4Address;
import java.util.Locale;

/// Lines of IOS and IOS XE (§7.3). `weir router --ios` reads them, too. Pure.
final class CiscoLines {
  private static final String CACHES = "WEIR-CACHES";
  private static final String OLD_LIST = "161";
  private static final String ROUTE_MAP = "WEIR";

  private CiscoLines() {}

  static String of(Plan plan, Family family) {
    var lines = Lines.headed("!", family, plan);
    if (family == Family.IOS) {
      lines.add("ip wccp version " + plan.version());
    }
    plan.places().source().ifPresent(it -> lines.add("ip wccp source-interface " + it));
    caches(lines, plan);
    plan.services().forEach(service -> list(lines, plan, service));
    for (Service service : plan.services()) {
      var line = new StringBuilder("ip wccp " + service.name());
      plan.multicast().ifPresent(it -> line.append(" group-address ").append(it.getHostAddress()));
      line.append(" redirect-list ")
          .append(listName(service))
          .append(" group-list ")
          .append(CACHES);
      if (plan.version() == 2) {
        service.password().ifPresent(it -> line.append(" password 0 ").append(it));
      }
      lines.add(line.toString());
    }
    interfaces(lines, plan);
    return lines.toString();
  }

  private static void caches(Lines lines, Plan plan) {
    lines.add("ip access-list standard " + CACHES);
    for (Inet4Address cache : plan.caches()) {
      lines.add(" permit " + cache.getHostAddress());
    }
  }

  private static void list(Lines lines, Plan plan, Service service) {
    lines.add("ip access-list extended " + listName(service));
    Diverted.rules(plan, service).forEach(rule -> lines.add(" " + rule.in(Networks.WILDCARD)));
  }

  private static String listName(Service service) {
    return "WEIR-" + service.name().toUpperCase(Locale.ROOT);
  }

  /// Answers of origins are diverted where they come in; what caches send comes in where they are.
  private static void interfaces(Lines lines, Plan plan) {
    lines.add("interface " + plan.places().clients());
    for (Service service : plan.services()) {
      if (!service.answers()) {
        lines.add(" ip wccp " + service.name() + " redirect in");
      }
    }
    if (plan.services().stream().anyMatch(Service::answers)) {
      lines.add("interface " + plan.places().origins());
      for (Service service : plan.services()) {
        if (service.answers()) {
          lines.add(" ip wccp " + service.name() + " redirect in");
        }
      }
    }
    lines.add("interface " + plan.places().caches());
    if (plan.multicast().isPresent()) {
      plan.services().forEach(it -> lines.add(" ip wccp " + it.name() + " group-listen"));
    }
    lines.add(" ip wccp redirect exclude in");
  }

  /// The words of 11.2 to 12.0; packets are diverted where they leave.
  static String old(Plan plan) {
    var lines = Lines.headed("!", Family.IOS_11, plan);
    lines.add("ip wccp enable");
    Diverted.rules(plan, plan.services().getFirst())
        .forEach(rule -> lines.add("access-list " + OLD_LIST + " " + rule.in(Networks.WILDCARD)));
    lines.add("ip wccp redirect-list " + OLD_LIST);
    lines.add("interface " + plan.places().origins());
    lines.add(" ip web-cache redirect");
    return lines.toString();
  }

  /// Without WCCP: the first cache with a route gets everything.
  static String routeMap(Plan plan) {
    var lines = Lines.headed("!", Family.POLICY_ROUTING, plan);
    for (Service service : plan.services()) {
      list(lines, plan, service);
    }
    int number = 0;
    for (Service service : plan.services()) {
      number += 10;
      lines.add("route-map " + ROUTE_MAP + " permit " + number);
      lines.add(" match ip address " + listName(service));
      lines.add(" set ip next-hop " + plan.cacheList());
    }
    lines.add("interface " + plan.places().clients());
    lines.add(" ip policy route-map " + ROUTE_MAP);
    return lines.toString();
  }
}
