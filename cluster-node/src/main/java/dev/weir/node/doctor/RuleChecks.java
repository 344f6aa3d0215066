package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;
import static dev.weir.node.doctor.Cause.mendedBy;

import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.host.GuardRules;
import dev.weir.node.host.HostCommand;
import dev.weir.node.host.HostRules;
import java.util.List;
import java.util.Optional;

/// What the running node has set on its host, and still has to find there.
final class RuleChecks {
  private static final int FULL_PERCENT = 95;
  private static final int STRAY = HostRules.STRAY_TABLE;
  private static final int LOCAL = HostRules.LOCAL_TABLE;

  private RuleChecks() {}

  /// What is behind the firewall needs the routers in its table, which only the node knows.
  static Optional<Cause> guard(Facts facts) {
    boolean there =
        hasRules(facts, GuardRules.TABLE, "prerouting")
            || hasRules(facts, GuardRules.TABLE, "output");
    return missing(
            facts,
            there,
            "nft's table weir_guard is gone: the kernel answers GRE with an ICMP protocol"
                + " unreachable",
            "table ip " + GuardRules.TABLE)
        .map(cause ->
            facts.plan().gre().receive().behindFirewall()
                ? advising(cause.why(), "start the node again")
                : cause);
  }

  static Optional<Cause> divert(Facts facts) {
    return missing(
        facts,
        hasRules(facts, HostRules.DIVERT_TABLE, "divert")
            && hasRules(facts, HostRules.DIVERT_TABLE, "known"),
        "nft's rules that lead new connections to the listener are gone",
        "table ip " + HostRules.DIVERT_TABLE + "\n");
  }

  static Optional<Cause> tracked(Facts facts) {
    return missing(
        facts,
        isTracking(facts)
            || (hasRules(facts, HostRules.DIVERT_TABLE, "untracked")
                && hasRules(facts, HostRules.DIVERT_TABLE, "untracked_replies")),
        "nft's notrack rules are gone: every diverted connection fills the table of conntrack, whose"
            + " verdict may drop it",
        "table ip " + HostRules.DIVERT_TABLE + "\n");
  }

  private static boolean isTracking(Facts facts) {
    return facts.config().isPresent() && facts.plan().listener().divert() == Divert.REDIRECT;
  }

  static Optional<Cause> conntrack(Facts facts) {
    var tracking = facts.host().tracking();
    return tracking.max() == 0 || tracking.count() < tracking.max() * (long) FULL_PERCENT / 100
        ? Optional.empty()
        : Optional.of(
            advising(
                "conntrack has %d of %d entries".formatted(tracking.count(), tracking.max()),
                "sysctl -w net.netfilter.nf_conntrack_max=" + 2L * tracking.max()));
  }

  static Optional<Cause> localRule(Facts facts) {
    return missing(
        facts,
        hasRule(facts, HostRules.LOCAL_PREFERENCE, LOCAL),
        "the ip rule that delivers diverted packets here is gone, so that they are routed onwards",
        "pref " + HostRules.LOCAL_PREFERENCE + " iif " + tun(facts));
  }

  static Optional<Cause> localRoute(Facts facts) {
    return missing(
        facts,
        hasRoute(facts, LOCAL),
        "routing table %d is empty: no destination is taken as local".formatted(LOCAL),
        "ip route replace local default");
  }

  static Optional<Cause> strayRule(Facts facts) {
    return missing(
        facts,
        hasRule(facts, HostRules.STRAY_PREFERENCE, STRAY),
        "the ip rule for packets of unknown connections is gone: the kernel answers them with RST",
        "pref " + HostRules.STRAY_PREFERENCE + " iif " + tun(facts));
  }

  /// Where no router would take them back, they go on by the host's own routes.
  static Optional<Cause> strayRoute(Facts facts) {
    return missing(
        facts,
        hasRoute(facts, STRAY)
            || facts.config().filter(_ -> facts.plan().plain().routed()).isPresent(),
        "routing table %d is empty: packets of unknown connections do not go back".formatted(STRAY),
        "ip route replace default dev");
  }

  /// Those of the commands that set the host rules which contain a text.
  static List<HostCommand> commands(Facts facts, String text) {
    return HostRules.install(facts.plan(), facts.host().before()).stream()
        .filter(it -> it.toString().contains(text))
        .toList();
  }

  private static Optional<Cause> missing(Facts facts, boolean there, String why, String command) {
    return facts.config().isEmpty() || facts.node().isEmpty() || there
        ? Optional.empty()
        : Optional.of(mendedBy(why, commands(facts, command)));
  }

  private static boolean hasRules(Facts facts, String table, String chain) {
    return facts
        .rules()
        .chain(table, chain)
        .map(Chain::rules)
        .filter(it -> !it.isEmpty())
        .isPresent();
  }

  private static boolean hasRule(Facts facts, int preference, int table) {
    return facts.host().ipRules().stream()
        .anyMatch(it ->
            it.startsWith(preference + ":")
                && it.contains("iif " + tun(facts) + " ")
                && it.contains("lookup " + table));
  }

  private static String tun(Facts facts) {
    return facts.config().map(it -> it.gre().tun()).orElse("");
  }

  private static boolean hasRoute(Facts facts, int table) {
    return !facts.host().tables().getOrDefault(table, List.of()).isEmpty();
  }
}
