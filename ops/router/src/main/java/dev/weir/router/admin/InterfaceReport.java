package dev.weir.router.admin;

import dev.weir.router.config.InterfaceConfig;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.config.TrafficRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the answer of `GET /v1/wccp` tells of the interfaces.
///
/// @param rules what is filtered and routed by policy
/// @param denied packets that a filter has dropped, by its place in `rules`
/// @param routed packets that a route-map has sent to next hops, by its place in `rules`
public record InterfaceReport(
    TrafficRules rules, IntToLongFunction denied, IntToLongFunction routed) {

  /// One interface.
  Map<String, @Nullable Object> of(String name, InterfaceConfig config) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("name", name);
    shown.put("output", config.redirectOut().size());
    shown.put("input", config.redirectIn().size());
    shown.put("multicast", config.groupListen().size());
    shown.put("excludeIn", config.redirectExcludeIn());
    shown.put("accessIn", filter(name, Direction.IN));
    shown.put("accessOut", filter(name, Direction.OUT));
    shown.put("policy", policy(name));
    return shown;
  }

  private @Nullable Object filter(String device, Direction direction) {
    List<TrafficRules.Filter> filters = rules.filters();
    return IntStream.range(0, filters.size())
        .filter(i -> filters.get(i).device().equals(device))
        .filter(i -> filters.get(i).direction() == direction)
        .mapToObj(i -> list(filters.get(i).list().name(), denied.applyAsLong(i)))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Object policy(String device) {
    List<TrafficRules.Policy> policies = rules.policies();
    return IntStream.range(0, policies.size())
        .filter(i -> policies.get(i).devices().contains(device))
        .mapToObj(i -> list(policies.get(i).map().name(), routed.applyAsLong(i)))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, Object> list(String name, long packets) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("name", name);
    shown.put("packets", packets);
    return shown;
  }
}
