package dev.weir.node.doctor;

import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.doctor.firewall.Packet;
import dev.weir.node.host.GuardRules;
import dev.weir.node.host.HostCommand;
import dev.weir.node.host.HostRules;
import java.net.Inet4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules of others, tried with one packet of each kind that has to pass.
final class FirewallChecks {
  private static final Set<String> OURS = Set.of(GuardRules.TABLE, HostRules.DIVERT_TABLE);
  private static final List<String> COMES = List.of("prerouting", "input");
  private static final List<String> LEAVES = List.of("output", "postrouting");
  private static final List<String> PASSES = List.of("prerouting", "forward", "postrouting");
  private static final String SOMEWHERE = "198.51.100.80";

  private FirewallChecks() {}

  static Optional<Cause> wccp(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    String router =
        facts.known().wccp().routers().stream()
            .findFirst()
            .map(Inet4Address::getHostAddress)
            .orElse(SOMEWHERE);
    var ports = Map.of("udp.sport", "2048", "udp.dport", "2048");
    String match = "udp dport 2048";
    var comes = fields("udp", router, own(facts), ports);
    comes.put("meta.iifname", facts.plan().gre().device());
    comes.put("ct.state", "established");
    var leaves = leaving(facts, "udp", own(facts), router, ports);
    return tried(facts, COMES, comes, "WCCP from " + router, match)
        .or(() -> tried(facts, LEAVES, leaves, "WCCP to " + router, match));
  }

  static Optional<Cause> client(Facts facts) {
    return running(facts)
        ? port(facts)
            .flatMap(port -> {
              var fields =
                  fields(
                      "tcp",
                      someClient(facts),
                      SOMEWHERE,
                      Map.of("tcp.dport", port, "tcp.sport", "40000"));
              fields.put("meta.iifname", facts.plan().tun());
              fields.put("ct.state", tracked(facts, "new"));
              String match = "iifname " + facts.plan().tun() + " tcp dport " + port;
              return tried(
                  facts, COMES, fields, "what clients send, as it comes out of the TUN,", match);
            })
        : Optional.empty();
  }

  static Optional<Cause> reply(Facts facts) {
    return running(facts)
        ? port(facts)
            .flatMap(port -> {
              var ports = Map.of("tcp.sport", port, "tcp.dport", "40000");
              var fields = leaving(facts, "tcp", SOMEWHERE, someClient(facts), ports);
              fields.put("ct.state", tracked(facts, "established"));
              return tried(facts, LEAVES, fields, "answers to clients", "tcp sport " + port);
            })
        : Optional.empty();
  }

  /// What conntrack knows of a packet.
  private static String tracked(Facts facts, String state) {
    return facts.plan().listener().divert() == Divert.TPROXY ? "untracked" : state;
  }

  static Optional<Cause> stray(Facts facts) {
    if (!running(facts)) {
      return Optional.empty();
    }
    var plan = facts.plan();
    var fields =
        fields(
            "tcp", someClient(facts), SOMEWHERE, Map.of("tcp.dport", "80", "tcp.sport", "40000"));
    fields.put("meta.iifname", plan.tun());
    fields.put("meta.oifname", plan.strayTun());
    fields.put("meta.mark", "87");
    fields.put("ct.state", tracked(facts, "new"));
    return tried(
        facts,
        PASSES,
        fields,
        "packets of connections begun elsewhere",
        "iifname " + plan.tun() + " oifname " + plan.strayTun());
  }

  static Optional<Cause> origin(Facts facts) {
    return facts.config().isEmpty()
        ? Optional.empty()
        : tried(
            facts,
            LEAVES,
            leaving(
                facts,
                "tcp",
                own(facts),
                SOMEWHERE,
                Map.of("tcp.dport", "80", "tcp.sport", "40000")),
            "connections to origins",
            "tcp dport 80");
  }

  static Optional<Cause> dns(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    String server = facts.known().dns().servers().getFirst().getHostAddress();
    var ports = Map.of("udp.dport", "53", "udp.sport", "40000");
    return tried(
        facts,
        LEAVES,
        leaving(facts, "udp", own(facts), server, ports),
        "questions to name servers",
        "udp dport 53");
  }

  private static boolean running(Facts facts) {
    return facts.config().isPresent() && facts.node().isPresent();
  }

  private static Optional<String> port(Facts facts) {
    return facts.plan().ports().stream().findFirst().map(String::valueOf);
  }

  private static String own(Facts facts) {
    return facts.known().node().address().getHostAddress();
  }

  private static String someClient(Facts facts) {
    return facts.traffic().clients().stream().sorted().findFirst().orElse("198.51.100.1");
  }

  private static Map<String, String> leaving(
      Facts facts, String protocol, String from, String to, Map<String, String> ports) {
    var fields = fields(protocol, from, to, ports);
    fields.put("meta.oifname", facts.plan().gre().device());
    return fields;
  }

  private static Map<String, String> fields(
      String protocol, String from, String to, Map<String, String> ports) {
    var fields = new HashMap<>(ports);
    fields.put("meta.nfproto", "ipv4");
    fields.put("meta.l4proto", protocol);
    fields.put("ip.protocol", protocol);
    fields.put("ip.saddr", from);
    fields.put("ip.daddr", to);
    fields.put("meta.iifname", "");
    fields.put("meta.oifname", "");
    fields.put("ct.state", "new");
    return fields;
  }

  private static Optional<Cause> tried(
      Facts facts, List<String> hooks, Map<String, String> fields, String what, String match) {
    return facts
        .rules()
        .dropping(new Packet(hooks, fields), OURS)
        .map(chain ->
            Cause.mendedBy(
                "nft chain %s drops %s".formatted(chain, what), List.of(accept(chain, match))));
  }

  private static HostCommand accept(Chain chain, String match) {
    String line = "nft insert rule " + chain + " " + match + " accept";
    return new HostCommand(List.of(line.split(" ", -1)), "", "", false);
  }
}
