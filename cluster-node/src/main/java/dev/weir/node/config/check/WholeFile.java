package dev.weir.node.config.check;

import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.intercept.InterceptConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.SectionReader;
import java.util.HashMap;
import java.util.Optional;

/// What only the whole file can tell: whether its sections fit together.
public final class WholeFile {
  private WholeFile() {}

  /// Refuses what does not fit, each with its line, reason and remedy.
  public static void check(NodeConfig config, SectionReader root) {
    var intercept = root.section("proxy").section("intercept");
    expectSelfAmongMembers(config, root.section("cluster"));
    expectSecretAmongMembers(config, root.section("cluster"));
    expectNameServers(config, root.section("dns"));
    expectDiverted(config, root);
    expectOneOpening(config, root.section("proxy"));
    if (config.diverts()) {
      expectPortsIntercepted(config, intercept);
      expectOwnershipJoined(config, root.section("ownership"));
      expectWayIn(config, root.section("wccp"));
      expectOwnDevices(config, intercept);
      expectTransparent(config, intercept);
      expectOneToServe(config, root);
      expectRedirectHeader(config, root.section("gre"));
    }
  }

  /// What is about diverted packets alone.
  private static void expectDiverted(NodeConfig config, SectionReader root) {
    String remedy = "remove it, or write wccp and gre";
    if (!config.diverts() && config.proxy().sidecar().isPresent()) {
      root.section("proxy").refuse("sidecar", "nothing is diverted that it could answer", remedy);
    }
    if (!config.diverts() && config.origin().keepsClient()) {
      root.section("origin").refuse("address", "client, but answers do not come back here", remedy);
    }
    if (config.proxy().sidecar().isPresent() && config.proxy().hasDoors()) {
      root.section("proxy")
          .refuse("sidecar", "forward and reverse are not answered by it", "remove one of them");
    }
  }

  /// What comes before HTTP comes before it is known which section a connection is for.
  private static void expectOneOpening(NodeConfig config, SectionReader section) {
    var first = new HashMap<ListenAddress, ReverseConfig>();
    for (ReverseConfig reverse : config.proxy().reverse()) {
      ReverseConfig other = first.putIfAbsent(reverse.listen(), reverse);
      if (other != null && other.tls().isPresent() != reverse.tls().isPresent()) {
        section.refuse(
            "reverse",
            reverse.listen() + " is with tls in one section and without it in another",
            "give each section of a listener its certificate, or listen at another port");
      }
      if (other != null && !other.introductions().from().equals(reverse.introductions().from())) {
        section.refuse(
            "reverse",
            "proxy-protocol differs between sections that listen at " + reverse.listen(),
            "write the same in all of them");
      }
    }
  }

  /// Only a node that stands for its hosts knows without asking where they are.
  private static void expectNameServers(NodeConfig config, SectionReader section) {
    boolean asks = config.diverts() || config.proxy().forward().isPresent();
    if (asks && config.dns().servers().isEmpty() && !section.has("servers")) {
      section.refuse("servers", "missing", "write the clients' name servers, such as [192.0.2.53]");
    }
  }

  /// What routers bring must reach the listener.
  private static void expectPortsIntercepted(NodeConfig config, SectionReader section) {
    for (ServiceConfig service : config.wccp().services()) {
      for (int port : service.ports()) {
        if (!config.proxy().intercept().allPorts().contains(port)) {
          section.refuse(
              "ports",
              "service " + service.group().displayName() + " brings port " + port,
              "add " + port + " to proxy.intercept.ports");
        }
      }
    }
  }

  /// A socket with a client's address needs what TPROXY needs.
  private static void expectTransparent(NodeConfig config, SectionReader section) {
    if (config.origin().keepsClient()
        && config.proxy().intercept().divert() == InterceptConfig.Divert.REDIRECT) {
      section.refuse(
          "divert",
          "redirect knows no connections of clients' addresses (origin.address: client)",
          "write tproxy, or origin.address: node");
    }
  }

  /// What the cache would do and a program beside it does not.
  private static void expectOneToServe(NodeConfig config, SectionReader root) {
    if (config.proxy().sidecar().isEmpty()) {
      return;
    }
    var intercept = root.section("proxy").section("intercept");
    if (config.origin().keepsClient()) {
      root.section("origin")
          .refuse(
              "address",
              "client, but with proxy.sidecar it is the sidecar that asks origins",
              "remove it; the sidecar's own settings say whose address origins see");
    }
    if (config.proxy().intercept().divert() == InterceptConfig.Divert.REDIRECT) {
      intercept.refuse(
          "divert", "redirect hands nothing to proxy.sidecar", "write tproxy, or remove it");
    }
    if (!config.proxy().intercept().probes().isEmpty()) {
      intercept.refuse(
          "probes",
          "with proxy.sidecar nobody here answers /weir-health",
          "remove it, and have the switch ask the admin port for /readyz");
    }
    if (root.section("cache").has("memory")) {
      root.section("cache")
          .warn("memory", "with proxy.sidecar this node stores nothing", "remove it");
    }
  }

  /// The kernel's device keeps the service of a packet to itself.
  private static void expectRedirectHeader(NodeConfig config, SectionReader section) {
    if (config.origin().keepsClient() && config.gre().receive() == GreConfig.Receive.KERNEL) {
      section.refuse(
          "receive",
          "kernel does not tell answers of origins from requests (origin.address: client)",
          "write pcap, ring or raw, or origin.address: node");
    }
  }

  private static void expectOwnershipJoined(NodeConfig config, SectionReader section) {
    String name = config.ownership().group().displayName();
    Optional<ServiceConfig> joined =
        config.wccp().services().stream()
            .filter(it -> it.group().equals(config.ownership().group()))
            .findFirst();
    if (joined.isEmpty()) {
      section.refuse(
          "group", name + " is none of wccp.services", "join it, or name one of wccp.services");
    } else if (!joined.get().byDestination()) {
      section.refuse(
          "group",
          name + " is not assigned by destination addresses alone",
          "name one with hash: destination-address and ports-of: destination");
    }
  }

  /// All nodes can have the same list, so one that lacks the node itself is a slip.
  private static void expectSelfAmongMembers(NodeConfig config, SectionReader section) {
    if (!config.cluster().members().isEmpty()
        && !config.cluster().members().contains(config.node().address())) {
      section.refuse(
          "members",
          "node.address " + config.node().address().getHostAddress() + " is not listed",
          "add it: the list is the same on every node");
    }
  }

  /// Whoever reaches the port of the cluster can join it; only the secret tells nodes from him.
  private static void expectSecretAmongMembers(NodeConfig config, SectionReader section) {
    if (!config.cluster().members().isEmpty()
        && config.cluster().secret().isEmpty()
        && !section.has("secret")) {
      section.refuse(
          "secret",
          "missing, and without it strangers could pass for nodes",
          "run openssl rand -hex 32, keep it on every node, mode 0600, and write file:PATH");
    }
  }

  /// Without a router, packets come only where others bring them.
  private static void expectWayIn(NodeConfig config, SectionReader section) {
    boolean others =
        !config.proxy().intercept().plain().isEmpty()
            && config.wccp().version() != WccpConfig.Version.ONE;
    if (!config.wccp().hasRouters() && !others) {
      section.refuse(
          "routers",
          "missing",
          "write the routers' addresses, their group address, or proxy.intercept.plain");
    }
  }

  private static void expectOwnDevices(NodeConfig config, SectionReader section) {
    for (InterceptConfig.Plain plain : config.proxy().intercept().plain()) {
      if (plain.device().equals(config.gre().tun())
          || plain.device().equals(config.gre().strayTun())) {
        section.refuse(
            "plain", plain.device() + " is a device made here", "write the one packets come in by");
      }
    }
  }
}
