package dev.weir.node.snmp;

import dev.weir.node.config.snmp.SnmpConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/// `/v1/snmp`: how network management asks a node, and what came of it.
public final class SnmpPage {
  private SnmpPage() {}

  /// The page of one moment.
  ///
  /// @param engine the agent's name in hexadecimal
  /// @param asked what became of datagrams
  /// @param trapsSent how many notifications were sent
  public static Map<String, Object> of(
      SnmpConfig config, String engine, Map<SnmpResult, Double> asked, double trapsSent) {
    var page = new LinkedHashMap<String, Object>();
    page.put("listen", config.listen().toString());
    page.put("engine", engine);
    page.put("version2c", config.community().isPresent());
    page.put("users", config.users().stream().map(SnmpConfig.User::name).toList());
    page.put("clients", config.clients().stream().map(Object::toString).toList());
    page.put("traps", config.traps().stream().map(Object::toString).toList());
    var counts = new LinkedHashMap<String, Long>();
    asked.forEach((result, count) -> counts.put(result.label(), count.longValue()));
    page.put("asked", counts);
    page.put("trapsSent", (long) trapsSent);
    return page;
  }
}
