package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;

import dev.weir.gre.Verdict;
import dev.weir.node.host.HostCommand;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// From the wire to the listener and back, by what was counted while a client opened pages.
final class PacketChecks {
  private static final int WHOLE_PACKET = 1500;
  private static final String DELIVER = Traffic.GRE + Verdict.DELIVER.label();

  private PacketChecks() {}

  static Optional<Cause> merelyRoutes(Facts facts) {
    var traffic = facts.traffic();
    boolean routes =
        facts.host().sysctl("ipv4/ip_forward") == 1
            && traffic.grown(Traffic.FORWARDED) > traffic.grown("weir_stray_packets_total");
    return greAlone(facts, gre(facts) == 0 && routes)
        .map(_ ->
            advising(
                "packets pass through this host as through a router (%d forwarded), and none comes in"
                        .formatted(traffic.grown(Traffic.FORWARDED))
                    + " GRE: pages load and the cache sees nothing",
                "have the router divert by WCCP (`ip wccp web-cache redirect in`), not by a route to"
                    + " this host; then sysctl -w net.ipv4.ip_forward=0"));
  }

  static Optional<Cause> greStranger(Facts facts) {
    return greAlone(facts, gre(facts) == 0 && facts.traffic().grown(Traffic.GUARD) > 0)
        .map(_ ->
            advising(
                "GRE arrives (%d packets) from an address that is neither in wccp.routers nor a router's id"
                    .formatted(facts.traffic().grown(Traffic.GUARD)),
                "tcpdump -c1 -ni "
                    + facts.plan().gre().device()
                    + " ip proto 47 shows it: write it into wccp.routers"));
  }

  static Optional<Cause> greSilent(Facts facts) {
    boolean owns = facts.node().filter(it -> it.bucketsOwned() > 0).isPresent();
    return greAlone(facts, owns && gre(facts) == 0 && facts.traffic().grown(Traffic.GUARD) == 0)
        .map(_ ->
            advising(
                "no GRE has arrived, although buckets are this node's",
                "see whether the router diverts (`show ip wccp web-cache`: packets redirected), then"
                    + " what drops IP protocol 47 between it and "
                    + facts.plan().gre().device()));
  }

  static Optional<Cause> greRefused(Facts facts) {
    return when(facts, gre(facts) > 0 && facts.traffic().grown(DELIVER) == 0)
        .flatMap(_ -> most(facts, Verdict.Fate.DROP))
        .map(verdict ->
            advising(
                "GRE arrives and is refused: " + verdict.label(),
                "see the verdict in docs/runbooks/cache-logs-nothing.md, step 4"));
  }

  static Optional<Cause> bypassed(Facts facts) {
    boolean spared = facts.traffic().grown(Traffic.GRE + Verdict.BYPASSED.label()) > 0;
    return when(facts, spared && facts.traffic().grown(Traffic.ACCEPTED) == 0)
        .map(_ ->
            advising(
                "a rule spares these connections: they go back to the router",
                "weir bypass list; weir bypass remove WHAT"));
  }

  static Optional<Cause> synLost(Facts facts) {
    boolean lost =
        facts.traffic().grown(DELIVER) > 0
            && facts.traffic().grown(Traffic.SYN) == 0
            && facts.traffic().grown(Traffic.ACCEPTED) == 0;
    return when(facts, lost)
        .map(_ ->
            advising(
                "packets go into " + facts.plan().tun() + " and no new connection comes out of it",
                "set the host rules anew: start the node again"));
  }

  static Optional<Cause> replyLost(Facts facts) {
    return when(facts, opened(facts) && facts.traffic().grown(Traffic.REPLIES) == 0)
        .map(_ ->
            advising(
                "new connections reach the listener's port and the kernel answers none",
                "`ss -ltn sport = 3129` must show the listener; `ip route get CLIENT` a way back"));
  }

  static Optional<Cause> oneWay(Facts facts) {
    return when(facts, opened(facts) && facts.traffic().grown(Traffic.REPLIES) > 0)
        .map(_ ->
            advising(
                "answers leave and the client's next packet does not come: the way back is cut, or"
                    + " diverted packets come one way only",
                "look for what drops packets with a foreign source address between here and the"
                    + " client: uRPF (`no ip verify unicast source reachable-via rx`, rp_filter on a"
                    + " Linux router), a firewall with states, a hypervisor's anti-spoofing"));
  }

  static Optional<Cause> mtu(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    String device = facts.plan().gre().device();
    var link = facts.host().links().get(device);
    if (link == null || link.mtu() >= WHOLE_PACKET) {
      return Optional.empty();
    }
    String line = "ip link set dev " + device + " mtu " + WHOLE_PACKET;
    return Optional.of(
        Cause.mendedBy(
            "the MTU of %s is %d: whole packets in GRE arrive in fragments, which are refused"
                .formatted(device, link.mtu()),
            List.of(new HostCommand(List.of(line.split(" ", -1)), "", "", false))));
  }

  /// Connections came and none was established.
  private static boolean opened(Facts facts) {
    return facts.traffic().grown(Traffic.SYN) > 0 && facts.traffic().grown(Traffic.ACCEPTED) == 0;
  }

  private static long gre(Facts facts) {
    return facts.traffic().grownAll(Traffic.GRE);
  }

  /// Where packets may come plain, nothing follows from the lack of GRE.
  private static Optional<Facts> greAlone(Facts facts, boolean seen) {
    return when(facts, seen).filter(_ -> facts.plan().plain().ways().isEmpty());
  }

  /// Silence means something only while a client opens pages.
  private static Optional<Facts> when(Facts facts, boolean seen) {
    return seen
            && facts.traffic().expected()
            && facts.node().isPresent()
            && facts.config().isPresent()
        ? Optional.of(facts)
        : Optional.empty();
  }

  private static Optional<Verdict> most(Facts facts, Verdict.Fate fate) {
    return Arrays.stream(Verdict.values())
        .filter(it -> it.fate() == fate)
        .filter(it -> facts.traffic().grown(Traffic.GRE + it.label()) > 0)
        .max(Comparator.comparingLong(it -> facts.traffic().grown(Traffic.GRE + it.label())));
  }
}
