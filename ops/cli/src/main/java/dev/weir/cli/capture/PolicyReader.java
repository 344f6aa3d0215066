package dev.weir.cli.capture;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.bypass.Target;
import dev.weir.node.bypass.sight.Place;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a node tells of its policy, `/v1/policy` and `/v1/bypass`.
public final class PolicyReader {
  private PolicyReader() {}

  /// A node's policy.
  ///
  /// @param device the interface its packets come in by
  /// @param own the address it announces
  public record Told(String device, Inet4Address own, DecapsulationPolicy policy) {}

  /// What the two pages say; nothing when they are not such pages.
  public static Optional<Told> read(String policyPage, String bypassPage) {
    try {
      JsonNode page = JsonMapper.shared().readTree(policyPage);
      Inet4Address own = address(page.path("own"));
      var policy =
          new DecapsulationPolicy(own, addresses(page.path("us")), routers(page), Set.of())
              .sparing(spared(JsonMapper.shared().readTree(bypassPage).path("rules")))
              .relieving(buckets(page.path("relieved")))
              .resting(page.path("resting").asBoolean(false));
      return Optional.of(new Told(page.path("interface").asString(""), own, policy));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Map<Inet4Address, List<JoinedService>> routers(JsonNode page) {
    var routers = new LinkedHashMap<Inet4Address, List<JoinedService>>();
    for (JsonNode router : page.path("routers")) {
      var services = new ArrayList<JoinedService>();
      router.path("services").forEach(service -> services.add(service(service)));
      routers.put(address(router.path("address")), services);
    }
    return routers;
  }

  private static JoinedService service(JsonNode service) {
    var ports = new HashSet<Integer>();
    service.path("ports").forEach(port -> ports.add(port.asInt(0)));
    return new JoinedService(
        service.path("dynamic").asBoolean(false),
        service.path("id").asInt(-1),
        ports,
        JoinedService.PortSide.valueOf(service.path("portSide").asString("")),
        buckets(service.path("buckets")),
        ReturnWay.valueOf(service.path("way").asString("")));
  }

  private static BucketSet buckets(JsonNode list) {
    var buckets = new ArrayList<Integer>();
    list.forEach(bucket -> buckets.add(bucket.asInt(0)));
    return BucketSet.of(buckets.stream().mapToInt(Integer::intValue).toArray());
  }

  private static BypassTable spared(JsonNode rules) {
    var table = new BypassTable.Builder();
    for (JsonNode rule : rules) {
      String what = rule.path("what").asString("");
      String side = rule.path("side").asString("");
      if (side.equals("port")) {
        table.port(Integer.parseInt(what));
      } else {
        Target.parse(what, side).ifPresent(target -> spare(table, target));
      }
      addresses(rule.path("addresses"))
          .forEach(it -> table.origin(Ipv4Octets.toInt(it), Integer.SIZE));
    }
    return table.build();
  }

  private static void spare(BypassTable.Builder table, Target target) {
    switch (target) {
      case Target.Client(Prefix it) -> table.client(Ipv4Octets.toInt(it.network()), it.length());
      case Target.Origin(Prefix it) -> table.origin(Ipv4Octets.toInt(it.network()), it.length());
      case Target.Single(Place it) -> table.place(Ipv4Octets.toInt(it.address()), it.port());
      case Target.Pair(Inet4Address client, Place it) ->
          table.pair(Ipv4Octets.toInt(client), Ipv4Octets.toInt(it.address()), it.port());
      case Target.Host _ -> {} // by its addresses
      case Target.Port(int number) -> table.port(number);
    }
  }

  private static Set<Inet4Address> addresses(JsonNode list) {
    var addresses = new HashSet<Inet4Address>();
    list.forEach(address -> addresses.add(address(address)));
    return addresses;
  }

  private static Inet4Address address(JsonNode text) {
    return Inet4Address.ofLiteral(text.asString(""));
  }
}
