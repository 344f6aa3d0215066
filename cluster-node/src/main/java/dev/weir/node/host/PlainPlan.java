package dev.weir.node.host;

import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.intercept.InterceptConfig;
import dev.weir.node.config.value.Prefix;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may bring diverted packets as they are, without GRE, and whose packets never count as
/// diverted (ADR-0018).
///
/// `own` is this node's address, `us` are the addresses known at the start that are the node's, a
/// router's or a peer's; `probes` are the prefixes from which the node's own address may be asked
/// whether it is well. With `routed` there is no router to give packets back to: strays take the
/// host's own routes. `limits` is how much is taken in.
public record PlainPlan(
    Inet4Address own,
    List<Way> ways,
    List<Prefix> probes,
    Set<Inet4Address> us,
    boolean routed,
    GreConfig.Limits limits) {

  /// A device on which plain packets arrive: of clients in these prefixes, and if `routers` of any
  /// client, in frames of a router that has agreed on L2 forwarding (§3.10).
  public record Way(String device, List<Prefix> clients, boolean routers) {
    /// Keeps a copy and refuses a name that has no place in a command.
    public Way {
      clients = List.copyOf(clients);
      HostPlan.expectDevice(device);
    }
  }

  /// The kernel's GRE device, which the node makes: whatever comes out of it was diverted by a
  /// router, because [GuardRules] know them.
  static final Way KERNEL_GRE = new Way(HostRules.KERNEL_GRE, List.of(), false);

  /// Keeps copies; the addresses in a fixed order.
  public PlainPlan {
    ways = List.copyOf(ways);
    probes = List.copyOf(probes);
    us = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(us));
  }

  /// Nobody.
  public static PlainPlan none(Inet4Address own) {
    return new PlainPlan(own, List.of(), List.of(), Set.of(own), false, GreConfig.LIMITS);
  }

  /// Whom this configuration lets: the prefixes it lists, and its routers where L2 may be agreed.
  static PlainPlan of(NodeConfig config) {
    Map<String, List<Prefix>> clients = new LinkedHashMap<>();
    boolean l2 = config.wccp().forwarding().contains(Transport.L2);
    if (l2) {
      clients.put(config.gre().device(), new ArrayList<>());
    }
    for (InterceptConfig.Plain plain : config.proxy().intercept().plain()) {
      clients.computeIfAbsent(plain.device(), _ -> new ArrayList<>()).addAll(plain.from());
    }
    var us = new LinkedHashSet<Inet4Address>();
    us.add(config.node().address());
    us.addAll(config.wccp().routers());
    us.addAll(config.cluster().members());
    us.addAll(HostRules.SELF_TEST);
    var ways =
        clients.entrySet().stream()
            .map(it ->
                new Way(
                    it.getKey(), it.getValue(), l2 && it.getKey().equals(config.gre().device())))
            .collect(Collectors.toCollection(ArrayList::new));
    if (config.gre().receive() == GreConfig.Receive.KERNEL) {
      ways.add(KERNEL_GRE);
    }
    return new PlainPlan(
        config.node().address(),
        ways,
        config.proxy().intercept().probes(),
        us,
        !config.wccp().hasRouters(),
        config.gre().limits());
  }

  /// Whether the kernel's GRE device is one of the ways.
  boolean kernelGre() {
    return ways.contains(KERNEL_GRE);
  }

  /// The devices, each once.
  public List<String> devices() {
    return ways.stream().map(Way::device).toList();
  }
}
