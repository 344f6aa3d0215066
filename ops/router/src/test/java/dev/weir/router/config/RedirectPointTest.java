package dev.weir.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.acl.RouteMap;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedirectPointTest {
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final RouteMap MAP =
      new RouteMap(
          "MAP",
          List.of(
              new RouteMap.Clause(true, List.of(), List.of(Inet4Address.ofLiteral("192.0.2.11")))));

  @Test
  @DisplayName("§7.3 interfaces with the same services share a point")
  void shared() {
    assertThat(points(in("rc"), in("rd"), out("ro"))).containsExactly("IN [rc, rd]", "OUT [ro]");
  }

  @Test
  @DisplayName("§7.3 not with different route-maps: a packet must come back for its own")
  void splitByPolicy() {
    assertThat(points(in("rc"), policy(in("rd")), in("re"), out("ro")))
        .containsExactly("IN [rd] MAP", "IN [rc, re]", "OUT [ro] MAP", "OUT [ro]");
  }

  @Test
  @DisplayName("§6.4 the last point has no route-map: what caches return is routed by none")
  void returns() {
    assertThat(points(policy(in("rc")))).containsExactly("IN [rc] MAP", "OUT []");
    assertThat(points()).isEmpty();
  }

  @SafeVarargs
  private static List<String> points(Map.Entry<String, InterfaceConfig>... interfaces) {
    var byName = new LinkedHashMap<String, InterfaceConfig>();
    for (Map.Entry<String, InterfaceConfig> it : interfaces) {
      byName.put(it.getKey(), it.getValue());
    }
    return RedirectPoint.of(byName).stream()
        .map(it ->
            it.direction()
                + " "
                + it.interfaces()
                + it.policy().map(map -> " " + map.name()).orElse(""))
        .toList();
  }

  private static Map.Entry<String, InterfaceConfig> in(String name) {
    return Map.entry(
        name,
        new InterfaceConfig(List.of(WEB), List.of(), false, List.of(), InterfaceConfig.Lists.NONE));
  }

  private static Map.Entry<String, InterfaceConfig> out(String name) {
    return Map.entry(
        name,
        new InterfaceConfig(List.of(), List.of(WEB), false, List.of(), InterfaceConfig.Lists.NONE));
  }

  private static Map.Entry<String, InterfaceConfig> policy(Map.Entry<String, InterfaceConfig> it) {
    InterfaceConfig plain = it.getValue();
    return Map.entry(
        it.getKey(),
        new InterfaceConfig(
            plain.redirectIn(),
            plain.redirectOut(),
            false,
            List.of(),
            new InterfaceConfig.Lists(Optional.empty(), Optional.empty(), Optional.of(MAP))));
  }
}
