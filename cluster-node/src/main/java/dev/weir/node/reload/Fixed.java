package dev.weir.node.reload;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import java.util.ArrayList;
import java.util.List;

/// What of a configuration is read only when the node starts.
final class Fixed {
  private Fixed() {}

  /// The keys in which two configurations differ and that a running node cannot take up; also those
  /// of secrets that have changed in their own files. Pure.
  static List<String> keys(List<Change> changes, NodeConfig before, NodeConfig next) {
    var keys = new ArrayList<String>();
    changes.stream().filter(change -> !change.isLive()).map(Change::key).forEach(keys::add);
    if (keys.isEmpty() && !before.cluster().equals(next.cluster())) {
      keys.add("cluster.secret");
    }
    if (keys.isEmpty() && !before.wccp().password().equals(next.wccp().password())) {
      keys.add("wccp.password");
    }
    if (keys.isEmpty() && !before.snmp().equals(next.snmp())) {
      keys.add("snmp.community, snmp.users");
    }
    var taken = before.proxy().intercept().allPorts();
    if (keys.isEmpty() && !taken.equals(next.proxy().intercept().allPorts())) {
      keys.add("proxy.intercept.tls.ports");
    }
    for (ServiceConfig service : next.wccp().services()) {
      if (isOther(service, before.wccp())) {
        keys.add("wccp.services: " + service.group().displayName());
      }
    }
    if (next.origin().keepsClient() && !before.wccp().services().equals(next.wccp().services())) {
      keys.add("wccp.services (with origin.address: client)");
    }
    return keys;
  }

  /// Routers take a group for what its first message said of it, so one that is to be another has
  /// to be left first.
  private static boolean isOther(ServiceConfig service, WccpConfig before) {
    return before.services().stream()
        .anyMatch(it -> it.group().equals(service.group()) && !it.equals(service));
  }
}
