package dev.weir.node.host;

import dev.weir.gre.BucketSet;
import dev.weir.gre.Verdict;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.host.PlainPlan.Way;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The part of our nft table that takes plain packets in: judges and counts them, marks what is
/// diverted, and keeps a host that was no router from becoming one (ADR-0018).
///
/// The verdicts are those of GRE's inner packets, in their words. What is addressed to one of us,
/// or comes from one, is left to the host; what no host sends is dropped; spared connections, and
/// packets with options, go the way of strays.
public final class PlainRules {
  /// The mark of plain packets that are diverted.
  public static final String MARK = "0x58";

  /// The verdicts that plain packets can get, each a named counter.
  public static final List<Verdict> VERDICTS =
      List.of(
          Verdict.DELIVER,
          Verdict.ROUTER_NOT_IN_VIEW,
          Verdict.INNER_OPTIONS,
          Verdict.INNER_FRAGMENT,
          Verdict.INNER_PORT,
          Verdict.INNER_TCP_FLAGS,
          Verdict.INNER_DST_LOCAL,
          Verdict.INNER_DST_FORBIDDEN,
          Verdict.INNER_SRC_FORBIDDEN,
          Verdict.BYPASSED,
          Verdict.OVERLOAD,
          Verdict.RATE_CLIENT_NET,
          Verdict.RATE_ROUTER,
          Verdict.RATE_PACKETS);

  /// The octet of a packet, of its IPv4 header, that stands for its bucket: nft cannot fold an
  /// address, so it is the last one of the origin's.
  private static final String BUCKET = "@nh,152,8";

  private static final String COUNTER = "plain_";

  private static final String SYN = "    tcp flags & (syn | ack) == syn";

  /// Which new connections go the way of strays: those that the table spares, and those to origins
  /// whose address ends in one of these numbers.
  public record GivenBack(BypassTable spared, BucketSet relieved) {
    /// None.
    public static final GivenBack NOTHING = new GivenBack(BypassTable.EMPTY, BucketSet.NONE);
  }

  private PlainRules() {}

  /// The name of the counter of a verdict.
  public static String counter(Verdict verdict) {
    return COUNTER + verdict.label();
  }

  /// Replaces whose frames are believed, which addresses are ours and which connections are given
  /// back, in one transaction. Link addresses are written `02:00:00:00:00:01`.
  public static HostCommand know(
      Collection<String> routers, Collection<Inet4Address> us, GivenBack back) {
    BypassTable spared = back.spared();
    return HostCommand.nft(
        replace("routers", routers.stream().sorted())
            + replace("us", us.stream().map(Inet4Address::getHostAddress).sorted())
            + replace("spared_clients", spared.clients())
            + replace("spared_origins", spared.origins())
            + replace("spared_ports", spared.ports().mapToObj(Integer::toString))
            + replace("spared_places", spared.places())
            + replace("spared_pairs", spared.pairs())
            + relieve(back.relieved()));
  }

  private static String relieve(BucketSet buckets) {
    String numbers =
        IntStream.range(0, 256)
            .filter(buckets::contains)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    String chain = "ip " + HostRules.DIVERT_TABLE + " relieved";
    return "flush chain %s\n".formatted(chain)
        + (numbers.isEmpty()
            ? ""
            : "add rule %s %s { %s } %s\n"
                .formatted(chain, BUCKET, numbers, giveBack(Verdict.OVERLOAD)));
  }

  /// Reads the counters.
  public static HostCommand counters() {
    return HostCommand.run("nft -j list counters table ip " + HostRules.DIVERT_TABLE);
  }

  /// The packets of each verdict, in what [#counters] says; what it does not say is not there.
  public static Map<Verdict, Long> read(String counters) {
    var packets = new EnumMap<Verdict, Long>(Verdict.class);
    for (JsonNode entry : JsonMapper.shared().readTree(counters).path("nftables")) {
      JsonNode counter = entry.path("counter");
      VERDICTS.stream()
          .filter(verdict -> counter(verdict).equals(counter.path("name").asString("")))
          .forEach(verdict -> packets.put(verdict, counter.path("packets").asLong(0)));
    }
    return packets;
  }

  /// Sets, counters and the chains before [HostRules]' own, for a plan with at least one way.
  static String text(HostPlan plan, HostBefore before) {
    String ports = HostRules.set(plan.ports());
    return Stream.of(
            VERDICTS.stream().map(it -> "  counter " + counter(it) + " { }"),
            sets(plan.plain()),
            Stream.of(
                "  chain plain {", "    type filter hook prerouting priority raw; policy accept;"),
            admission(plan.plain(), ports),
            decapsulated(plan.plain(), ports),
            Stream.of(
                "    iifname %s tcp dport %s fib daddr type unicast ip daddr != @us %s"
                    .formatted(
                        devices(plan.plain().devices()), ports, count(Verdict.ROUTER_NOT_IN_VIEW)),
                "  }"),
            judgement(plan),
            PlainLimits.chain(plan.plain().limits()),
            noRouter(plan.plain(), before))
        .flatMap(it -> it)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Stream<String> sets(PlainPlan plain) {
    var us =
        plain.us().stream().map(Inet4Address::getHostAddress).collect(Collectors.joining(", "));
    var clients =
        IntStream.range(0, plain.ways().size())
            .filter(way -> !plain.ways().get(way).clients().isEmpty())
            .mapToObj(way ->
                "  set clients_%d { type ipv4_addr; flags interval; auto-merge; elements = %s; }"
                    .formatted(way, HostRules.set(plain.ways().get(way).clients())));
    return Stream.concat(
        Stream.of(
            "  set us { type ipv4_addr; elements = { " + us + " }; }",
            "  set routers { type ether_addr; }",
            "  set spared_clients { type ipv4_addr; flags interval; auto-merge; }",
            "  set spared_origins { type ipv4_addr; flags interval; auto-merge; }",
            "  set spared_ports { type inet_service; }",
            "  set spared_places { type ipv4_addr . inet_service; }",
            "  set spared_pairs { type ipv4_addr . ipv4_addr . inet_service; }"),
        Stream.concat(PlainLimits.sets(), clients));
  }

  private static Stream<String> admission(PlainPlan plain, String ports) {
    return IntStream.range(0, plain.ways().size())
        .boxed()
        .flatMap(index -> {
          Way way = plain.ways().get(index);
          String arriving = "    iifname \"" + way.device() + "\" tcp dport " + ports;
          return Stream.of(
                  way.routers() ? arriving + " ether saddr @routers goto diverted" : "",
                  way.clients().isEmpty()
                      ? ""
                      : arriving + " ip saddr @clients_" + index + " goto diverted")
              .filter(line -> !line.isEmpty());
        });
  }

  /// What the kernel's GRE device gives is nobody's own traffic: nothing of it is left to the host.
  private static Stream<String> decapsulated(PlainPlan plain, String ports) {
    if (!plain.kernelGre()) {
      return Stream.of();
    }
    String from = "    iifname \"" + HostRules.KERNEL_GRE + "\" ";
    return Stream.of(
        from + "ip frag-off & 0x3fff != 0 " + giveBack(Verdict.INNER_FRAGMENT),
        from + "tcp dport != " + ports + " " + count(Verdict.INNER_PORT) + " drop",
        from + "meta l4proto != 6 " + count(Verdict.INNER_PORT) + " drop",
        from + "fib daddr type local " + count(Verdict.INNER_DST_LOCAL) + " drop",
        from + "ip daddr @us " + count(Verdict.INNER_DST_LOCAL) + " drop",
        from + "ip saddr @us " + count(Verdict.INNER_SRC_FORBIDDEN) + " drop",
        from + "goto diverted");
  }

  private static Stream<String> judgement(HostPlan plan) {
    return Stream.of(
        "  chain diverted {",
        "    fib daddr type local " + count(Verdict.INNER_DST_LOCAL) + " accept",
        "    ip daddr @us " + count(Verdict.INNER_DST_LOCAL) + " accept",
        "    ip saddr @us " + count(Verdict.INNER_SRC_FORBIDDEN) + " accept",
        "    ip hdrlength != 5 " + giveBack(Verdict.INNER_OPTIONS),
        "    tcp flags & (fin | syn | rst | ack) == 0x0 "
            + count(Verdict.INNER_TCP_FLAGS)
            + " drop",
        "    tcp flags & (fin | syn) == (fin | syn) " + count(Verdict.INNER_TCP_FLAGS) + " drop",
        "    tcp flags & (syn | rst) == (syn | rst) " + count(Verdict.INNER_TCP_FLAGS) + " drop",
        "    ip daddr { 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 224.0.0.0/3 } "
            + count(Verdict.INNER_DST_FORBIDDEN)
            + " drop",
        "    ip saddr { 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/3 } "
            + count(Verdict.INNER_SRC_FORBIDDEN)
            + " drop",
        SYN + " ip saddr @spared_clients goto spared",
        SYN + " ip daddr @spared_origins goto spared",
        SYN + " tcp dport @spared_ports goto spared",
        SYN + " ip daddr . tcp dport @spared_places goto spared",
        SYN + " ip saddr . ip daddr . tcp dport @spared_pairs goto spared",
        SYN + " jump relieved",
        SYN + " jump limited",
        PlainLimits.packets(plan.plain().limits()),
        "    "
            + count(Verdict.DELIVER)
            + " meta mark set "
            + MARK
            + (plan.listener().divert() == Divert.TPROXY ? " notrack" : ""),
        "  }",
        "  chain spared {",
        "    " + giveBack(Verdict.BYPASSED),
        "  }",
        "  chain relieved {",
        "  }");
  }

  /// A device must forward so that strays reach their TUN. Everything else that is not for this
  /// host ends here where the host did not forward before: after every other program has had its
  /// say about the address, and unless one has marked it, which is a matter of its routes.
  private static Stream<String> noRouter(PlainPlan plain, HostBefore before) {
    List<String> hosts =
        plain.devices().stream().filter(device -> !before.of(device).routes()).toList();
    return hosts.isEmpty()
        ? Stream.of()
        : Stream.of(
            "  chain no_router {",
            "    type filter hook prerouting priority dstnat + 1; policy accept;",
            "    iifname "
                + devices(hosts)
                + " meta mark 0x0 fib daddr type != { local, broadcast, multicast } drop",
            "  }");
  }

  static String devices(List<String> names) {
    return names.stream().collect(Collectors.joining("\", \"", "{ \"", "\" }"));
  }

  static String count(Verdict verdict) {
    return "counter name " + counter(verdict);
  }

  /// Counts the packet, and sends it the way of strays.
  static String giveBack(Verdict verdict) {
    return count(verdict) + " meta mark set " + HostRules.STRAY_MARK + " notrack accept";
  }

  private static String replace(String set, Stream<String> elements) {
    String all = elements.collect(Collectors.joining(", "));
    String name = "ip " + HostRules.DIVERT_TABLE + " " + set;
    return "flush set "
        + name
        + "\n"
        + (all.isEmpty() ? "" : "add element " + name + " { " + all + " }\n");
  }
}
