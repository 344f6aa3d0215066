package dev.weir.node.doctor;

import dev.weir.node.config.ConfigText;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ProxyConfig;
import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.reverse.TlsConfig;
import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.doctor.firewall.Match;
import dev.weir.node.doctor.firewall.Rule;
import dev.weir.node.doctor.firewall.Ruleset;
import dev.weir.node.host.HostBefore;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The facts of a node in good health, to be made ill one by one.
public final class Patient {
  static final String CLIENT = "198.51.100.7";

  Optional<NodeConfig> config =
      Optional.of(
          ConfigText.accepted(
              """
              node: {name: cache-1, address: 192.0.2.11}
              wccp: {routers: [192.0.2.1]}
              gre: {interface: n0}
              dns: {servers: [192.0.2.53]}
              """));
  final List<String> problems = new ArrayList<>();
  final Set<String> lacking = new HashSet<>();
  boolean tun = true;
  final Map<String, HostFacts.Link> links = new HashMap<>();
  final Map<String, Integer> sysctls = new HashMap<>();
  final List<String> rules = new ArrayList<>();
  final Map<Integer, List<String>> tables = new HashMap<>();
  final Map<String, Optional<String>> routes = new HashMap<>();
  HostFacts.Tracking tracking = new HostFacts.Tracking(10, 65_536);
  final List<HostFacts.Listener> listeners = new ArrayList<>();
  final List<HostFacts.Listener> datagrams = new ArrayList<>();
  final List<Chain> chains = new ArrayList<>();
  boolean running = true;
  List<NodeFacts.Router> routers =
      List.of(router("192.0.2.1", "assigned", "192.0.2.11", "192.0.2.12"));
  final Set<String> members = new HashSet<>(Set.of("192.0.2.11", "192.0.2.12"));
  int owned = 128;
  final Set<String> refusedLately = new HashSet<>();
  Set<String> clients = Set.of(CLIENT);
  final Map<String, Long> grown = new HashMap<>();
  Facts.Outside outside = Facts.Outside.WELL;

  Patient() {
    links.put("n0", new HostFacts.Link(true, 1500, Set.of("192.0.2.11")));
    links.put("wccp0", new HostFacts.Link(true, 1500, Set.of("192.0.2.1")));
    links.put("wccp1", new HostFacts.Link(true, 1500, Set.of()));
    for (String device : List.of("wccp0", "wccp1")) {
      sysctls.put("ipv4/conf/" + device + "/rp_filter", 2);
    }
    sysctls.put("ipv4/conf/all/rp_filter", 1);
    sysctls.put("ipv4/conf/wccp0/forwarding", 1);
    rules.add("80:\tfrom all fwmark 0x57 iif wccp0 lookup 91");
    rules.add("90:\tfrom all iif wccp0 lookup 90");
    tables.put(90, List.of("local default dev lo scope host"));
    tables.put(91, List.of("default dev wccp1 scope link"));
    routes.put("192.0.2.1", Optional.of("n0"));
    routes.put(CLIENT, Optional.of("n0"));
    chains.add(chain("ip", "weir_guard", "prerouting", "prerouting", false, drop()));
    for (String name : List.of("untracked", "divert", "known")) {
      chains.add(chain("ip", "weir", name, "prerouting", false, passing()));
    }
    chains.add(chain("ip", "weir", "untracked_replies", "output", false, passing()));
    count("weir_gre_packets_total/deliver", 9);
    count(Traffic.GUARD, 9);
    count(Traffic.SYN, 2);
    count(Traffic.REPLIES, 8);
    count(Traffic.ACCEPTED, 2);
  }

  /// It stands for hosts with a certificate that is near its end.
  void showsWhatEndsSoon() {
    String file =
        """
        node: {name: cache-1, address: 192.0.2.11}
        wccp: {routers: [192.0.2.1]}
        gre: {interface: n0}
        dns: {servers: [192.0.2.53]}
        proxy: {reverse: [{listen: 127.0.0.1:443, origins: [198.51.100.7:80],
          tls: {certificate: "file:DIR/www.pem", key: "file:DIR/www.key"}}]}
        """;
    Path folder = Path.of(URI.create(Patient.class.getResource("/tls/").toString()));
    var good = ConfigText.accepted(file.replace("DIR", folder.toString()));
    config = Optional.of(ending(good));
  }

  private static ReverseConfig ending(ReverseConfig one) {
    TlsConfig tls = one.tls().orElseThrow();
    var ends = new TlsConfig(tls.files(), tls.certificate(), tls.http2(), true);
    return new ReverseConfig(
        one.listen(),
        one.hosts(),
        one.origins(),
        one.health(),
        Optional.of(ends),
        one.introductions(),
        one.forwarded());
  }

  private static NodeConfig ending(NodeConfig good) {
    ReverseConfig ending = ending(good.proxy().reverse().getFirst());
    var was = good.proxy();
    var proxy =
        new ProxyConfig(
            was.intercept(),
            was.bypass(),
            was.sidecar(),
            was.hostCheck(),
            was.forward(),
            List.of(ending),
            was.tunnels(),
            was.compress(),
            was.parents(),
            was.chain(),
            was.hostCheckHosts(),
            was.access(),
            was.icap(),
            was.limits());
    return new NodeConfig(
        good.node(),
        good.wccp(),
        good.diverting(),
        good.ownership(),
        good.cluster(),
        good.peers(),
        good.cache(),
        proxy,
        good.origin(),
        good.dns(),
        good.health(),
        good.admin(),
        good.log(),
        good.snmp());
  }

  static Facts.Outside outside(List<String> silent, List<String> dead, long clockOff) {
    return new Facts.Outside(silent, dead, clockOff, Facts.Peers.WELL, Facts.Parents.WELL);
  }

  static Facts.Outside called(List<String> closed, List<String> refusing) {
    var peers = new Facts.Peers(closed, refusing);
    return new Facts.Outside(List.of(), List.of(), 0, peers, Facts.Parents.WELL);
  }

  static Facts.Outside asked(List<String> silent, List<String> refusing) {
    var parents = new Facts.Parents(silent, refusing);
    return new Facts.Outside(List.of(), List.of(), 0, Facts.Peers.WELL, parents);
  }

  static NodeFacts.Router router(String address, String state, String... caches) {
    boolean silent = state.equals("calling");
    return new NodeFacts.Router(address, silent ? "" : address, state, Set.of(caches));
  }

  static Chain chain(
      String family, String table, String name, String hook, boolean drops, Rule... rules) {
    return new Chain(family, table, name, hook, 0, drops, List.of(rules));
  }

  static Rule drop(Match... matches) {
    return new Rule(List.of(matches), Rule.Verdict.DROP, "", 0);
  }

  static Rule passing() {
    return new Rule(List.of(), Rule.Verdict.CONTINUE, "", 0);
  }

  static Match match(String field, String... values) {
    return new Match(field, false, List.of(values));
  }

  void count(String key, long by) {
    grown.put(key, by);
  }

  void remove(String table, String name) {
    chains.removeIf(it -> it.table().equals(table) && it.name().equals(name));
  }

  void firewall(String hook, Match... matches) {
    chains.add(chain("inet", "filter", hook, hook, false, drop(matches)));
  }

  /// Nothing comes from the wire.
  void silence() {
    grown.clear();
  }

  /// A program beside the node is to answer, and what listens instead of it.
  void beside(String handOver, HostFacts.Listener... there) {
    config =
        Optional.of(
            ConfigText.accepted(
                """
                node: {name: cache-1, address: 192.0.2.11}
                wccp: {routers: [192.0.2.1]}
                gre: {interface: n0}
                dns: {servers: [192.0.2.53]}
                proxy: {sidecar: {to: 127.0.0.1:3129, hand-over: %s}}
                """
                    .formatted(handOver)));
    listeners.addAll(List.of(there));
  }

  /// A node is to be asked at a port that another program has.
  void isAskedElsewhere() {
    config =
        Optional.of(
            ConfigText.accepted(
                ConfigText.SHORTEST
                    + "snmp: {listen: '192.0.2.11:161', clients: [10.0.0.0/8], community:"
                    + " env:SHARED}\n"));
    running = false;
    datagrams.add(new HostFacts.Listener("0.0.0.0", 161, false));
  }

  /// Facts of a host without a TUN driver.
  public static Facts withoutTun() {
    var patient = new Patient();
    patient.tun = false;
    return patient.facts();
  }

  Facts facts() {
    var host =
        new HostFacts(
            lacking,
            tun,
            links,
            sysctls,
            rules,
            tables,
            routes,
            tracking,
            listeners,
            datagrams,
            HostBefore.NOTHING);
    Optional<NodeFacts> node =
        running
            ? Optional.of(new NodeFacts(routers, members, owned, refusedLately))
            : Optional.empty();
    return new Facts(
        config,
        problems,
        host,
        new Ruleset(chains),
        node,
        new Traffic(clients, Map.of(), grown),
        outside);
  }
}
