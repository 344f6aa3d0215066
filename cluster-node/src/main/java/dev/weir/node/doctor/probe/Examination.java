package dev.weir.node.doctor.probe;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.doctor.Facts;
import dev.weir.node.doctor.NodeFacts;
import dev.weir.node.doctor.Traffic;
import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.doctor.firewall.Rule;
import dev.weir.node.doctor.firewall.Ruleset;
import dev.weir.node.host.GuardRules;
import dev.weir.node.host.HostBefore;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostPlan;
import dev.weir.node.host.HostRules;
import dev.weir.node.host.HostRulesFailed;
import dev.weir.node.host.HostSetup;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Gathers the facts about the node of this host.
///
/// @param config its file
/// @param sidecar what its command line says of a program beside it
/// @param admin where it is asked; empty: where its file says
/// @param clients clients that open pages meanwhile
public record Examination(
    Path config,
    Optional<ListenAddress> sidecar,
    Optional<InetSocketAddress> admin,
    Set<String> clients) {
  private static final Duration WINDOW = Duration.ofMillis(1_500);
  private static final int ORIGINS_MAX = 2;
  private static final int ADMIN_PORT = 8088;

  /// Keeps a copy.
  public Examination {
    clients = Set.copyOf(clients);
  }

  /// Looks at everything. Packets are counted for 1.5 s when a client was named, and WCCP for one
  /// interval more while a router does not answer.
  public Facts gather() throws InterruptedException {
    return switch (NodeConfig.load(config, System.getenv(), sidecar)) {
      case Loading.Refused<NodeConfig>(List<Problem> problems) ->
          gather(Optional.empty(), problems.stream().map(Problem::toString).toList());
      case Loading.Loaded<NodeConfig>(NodeConfig read, _) -> gather(Optional.of(read), List.of());
    };
  }

  private Facts gather(Optional<NodeConfig> read, List<String> problems)
      throws InterruptedException {
    var probe = new NodeProbe(adminOf(read), read.flatMap(it -> it.admin().token()));
    Map<String, Long> before = numbers(probe, ruleset());
    Optional<NodeFacts> node = probe.look();
    if (node.isPresent()) {
      TimeUnit.MILLISECONDS.sleep(window(read, node.get()).toMillis());
    }
    Ruleset rules = ruleset();
    Optional<NodeFacts> known = node.isEmpty() ? node : probe.look();
    Set<String> members = known.map(NodeFacts::members).orElse(Set.of());
    return new Facts(
        read,
        problems,
        HostProbe.look(destinations(read), before(read.filter(NodeConfig::diverts))),
        rules,
        known,
        new Traffic(clients, before, numbers(probe, rules)),
        read.map(it ->
                OutsideProbe.look(
                    it.dns().servers(),
                    probe.origins(ORIGINS_MAX),
                    PeerProbe.look(it, members),
                    ParentProbe.look(it.proxy().parents())))
            .orElse(Facts.Outside.WELL));
  }

  private InetSocketAddress adminOf(Optional<NodeConfig> read) {
    return admin
        .or(() -> read.map(it -> it.admin().listen().socketAddress()))
        .orElse(new InetSocketAddress(Inet4Address.ofLiteral("127.0.0.1"), ADMIN_PORT));
  }

  private Duration window(Optional<NodeConfig> read, NodeFacts node) {
    if (read.filter(it -> !it.diverts()).isPresent()) {
      return Duration.ZERO;
    }
    if (!node.hearsAll()) {
      return WINDOW.plus(read.map(it -> it.wccp().interval()).orElse(WINDOW));
    }
    return clients.isEmpty() ? Duration.ZERO : WINDOW;
  }

  private Set<String> destinations(Optional<NodeConfig> read) {
    var destinations = new TreeSet<>(clients);
    read.ifPresent(it ->
        it.wccp().routers().stream().map(Inet4Address::getHostAddress).forEach(destinations::add));
    return destinations;
  }

  /// As far as it can be read; what cannot, the checks of the devices tell.
  private static HostBefore before(Optional<NodeConfig> read) {
    try {
      return read.isEmpty()
          ? HostBefore.NOTHING
          : new HostSetup(new HostCommands()).look(HostPlan.of(read.get()));
    } catch (HostRulesFailed _) {
      return HostBefore.NOTHING;
    }
  }

  private static Ruleset ruleset() throws InterruptedException {
    return RulesetReader.read(Output.json("nft -j -t list ruleset"));
  }

  private static Map<String, Long> numbers(NodeProbe probe, Ruleset rules) {
    var numbers = new HashMap<>(probe.numbers());
    numbers.put(
        Traffic.GUARD,
        counted(rules, GuardRules.TABLE, "prerouting") + counted(rules, GuardRules.TABLE, "input"));
    numbers.put(Traffic.SYN, counted(rules, HostRules.DIVERT_TABLE, "known"));
    numbers.put(
        Traffic.REPLIES,
        counted(rules, HostRules.DIVERT_TABLE, "untracked_replies")
            + counted(rules, HostRules.DIVERT_TABLE, "replies"));
    numbers.put(Traffic.FORWARDED, HostProbe.forwarded());
    return numbers;
  }

  private static long counted(Ruleset rules, String table, String chain) {
    return rules.chain(table, chain).stream()
        .map(Chain::rules)
        .flatMap(List::stream)
        .mapToLong(Rule::packets)
        .sum();
  }
}
