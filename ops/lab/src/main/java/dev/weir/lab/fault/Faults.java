package dev.weir.lab.fault;

import static dev.weir.lab.fault.Fault.filter;
import static dev.weir.lab.fault.Fault.in;

import dev.weir.lab.LabOptions;
import dev.weir.lab.fault.Fault.Step;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Every fault there is.
public final class Faults {
  /// The cache on which `weir doctor` is to find it.
  public static final LabHost PATIENT = Plan.CACHES.getFirst();

  private static final String CACHE = PATIENT.namespace();
  private static final String OWN = PATIENT.address();
  private static final String ROUTER = Plan.ROUTER.namespace();
  private static final String ORIGINS = Plan.ORIGINS.namespace();

  /// A table of nft put back as it was kept.
  private static final String PUT_BACK =
      "nft delete table ip %1$s 2>&- || true; nft -f $S/%1$s.nft";

  /// Those that are over as soon as they are mended.
  public static final List<Fault> QUICK =
      Stream.of(kernel(), tables(), rules(), firewall(), beyond(), routed(), gre())
          .flatMap(List::stream)
          .toList();

  /// Those that the routers take a while to bear, and to get over.
  public static final List<Fault> SLOW = wccp();

  /// All of them.
  public static final List<Fault> ALL = Stream.of(QUICK, SLOW).flatMap(List::stream).toList();

  /// Names of a dozen, from all along the way.
  private static final Set<String> DOZEN =
      Set.of(
          "rp-filter",
          "mtu",
          "guard",
          "local-rule",
          "firewall-client",
          "firewall-stray",
          "route-client",
          "dns-dead",
          "merely-routes",
          "gre-dropped",
          "one-way",
          "password");

  private Faults() {}

  /// Those of a list that are among a dozen from all along the way.
  public static List<Fault> dozenOf(List<Fault> faults) {
    return faults.stream().filter(fault -> DOZEN.contains(fault.name())).toList();
  }

  /// The fault of that name.
  public static Optional<Fault> named(String name) {
    return ALL.stream().filter(fault -> fault.name().equals(name)).findFirst();
  }

  /// The same; of `random` any.
  public static Optional<Fault> chosen(String name) {
    return name.equals(LabOptions.RANDOM)
        ? Optional.of(ALL.get(ThreadLocalRandom.current().nextInt(ALL.size())))
        : named(name);
  }

  /// A host whose pages the patient has to itself, by the table in force.
  public static OriginName visited(Buckets table) {
    return OriginName.ALL.stream()
        .filter(it -> table.owner(it.bucket()).equals(PATIENT.address()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Fault> kernel() {
    return List.of(
        in(
            CACHE,
            "rp-filter",
            "WD-031-rp-filter",
            "The TUN's reverse path filter is strict.",
            "sysctl -qw net.ipv4.conf.wccp0.rp_filter=1",
            "sysctl -qw net.ipv4.conf.wccp0.rp_filter=2"),
        in(
            CACHE,
            "tun-down",
            "WD-021-tun-down",
            "The TUN is down.",
            "ip link set wccp0 down",
            "ip link set wccp0 up"),
        in(
            CACHE,
            "tun-address",
            "WD-032-tun-address",
            "The TUN has lost its address.",
            "ip address del 192.0.2.1/32 dev wccp0",
            "ip address replace 192.0.2.1/32 dev wccp0"),
        in(
            CACHE,
            "forwarding",
            "WD-033-forwarding",
            "The TUN does not forward.",
            "sysctl -qw net.ipv4.conf.wccp0.forwarding=0",
            "sysctl -qw net.ipv4.conf.wccp0.forwarding=1"),
        in(
            CACHE,
            "mtu",
            "WD-089-mtu",
            "The cache's network device carries 1300 octets.",
            "ip link set n0 mtu 1300",
            "ip link set n0 mtu 1500"));
  }

  private static List<Fault> tables() {
    return List.of(
        in(
            CACHE,
            "guard",
            "WD-040-guard",
            "Nothing keeps the kernel from answering GRE with ICMP unreachables.",
            "nft list table ip weir_guard > $S/weir_guard.nft; nft delete table ip weir_guard",
            PUT_BACK.formatted("weir_guard")),
        flushed(
            "tproxy", "WD-041-divert", "The rules that lead to the listener are gone.", "divert"),
        flushed("tracked", "WD-042-tracked", "Diverted packets are tracked.", "untracked"));
  }

  private static List<Fault> rules() {
    return List.of(
        in(
            CACHE,
            "local-rule",
            "WD-044-local-rule",
            "The ip rule for the TUN is gone.",
            "ip rule del pref 90",
            "ip rule del pref 90 2>&- || true; ip rule add pref 90 iif wccp0 lookup 90"),
        in(
            CACHE,
            "local-route",
            "WD-045-local-route",
            "The routing table behind the rule for the TUN is empty.",
            "ip route flush table 90",
            "ip route replace local default dev lo table 90"),
        in(
            CACHE,
            "stray-rule",
            "WD-046-stray-rule",
            "The ip rule for packets of unknown connections is gone.",
            "ip rule del pref 80",
            "ip rule del pref 80 2>&- || true;"
                + " ip rule add pref 80 iif wccp0 fwmark 0x57 lookup 91"),
        in(
            CACHE,
            "stray-route",
            "WD-047-stray-route",
            "The routing table for packets of unknown connections is empty.",
            "ip route flush table 91",
            "ip route replace default dev wccp1 table 91"));
  }

  private static Fault flushed(String name, String code, String sentence, String chain) {
    return in(
        CACHE,
        name,
        code,
        sentence,
        "nft list table ip weir > $S/weir.nft; nft flush chain ip weir " + chain,
        PUT_BACK.formatted("weir"));
  }

  private static List<Fault> firewall() {
    return List.of(
        filter(
            CACHE,
            "firewall-client",
            "WD-052-firewall-client",
            "The cache's firewall drops what comes out of the TUN.",
            "input",
            "iifname \"wccp0\" drop"),
        filter(
            CACHE,
            "firewall-reply",
            "WD-053-firewall-reply",
            "The cache's firewall drops answers to clients.",
            "output",
            "tcp sport 80 drop"),
        filter(
            CACHE,
            "firewall-stray",
            "WD-054-firewall-stray",
            "The cache's firewall forwards nothing.",
            "forward",
            "drop"),
        filter(
            CACHE,
            "firewall-origin",
            "WD-055-firewall-origin",
            "The cache's firewall drops connections to web servers.",
            "output",
            "tcp dport 80 drop"),
        filter(
            CACHE,
            "firewall-dns",
            "WD-056-firewall-dns",
            "The cache's firewall drops questions to name servers.",
            "output",
            "udp dport 53 drop"));
  }

  private static List<Fault> beyond() {
    return List.of(
        in(
            CACHE,
            "route-client",
            "WD-061-route-client",
            "The cache has no way to the clients.",
            "ip route add unreachable 10.0.1.0/24",
            "ip route del unreachable 10.0.1.0/24 2>&- || true"),
        filter(
            ORIGINS,
            "dns-dead",
            "WD-091-dns",
            "The name server does not answer the cache.",
            "input",
            "ip saddr " + OWN + " udp dport 53 drop"),
        filter(
            ORIGINS,
            "origin-closed",
            "WD-092-origin",
            "The web servers refuse the cache.",
            "input",
            "ip saddr " + OWN + " tcp dport 80 reject with tcp reset"),
        filter(
            CACHE,
            "peer-closed",
            "WD-094-peer-closed",
            "The cache's firewall drops connections to the other nodes.",
            "output",
            "tcp dport 5702 drop"),
        in(
            CACHE,
            "bypassed",
            "WD-085-bypassed",
            "Somebody spares all web servers.",
            bypass("POST", "&because=exercise"),
            bypass("DELETE", "") + " || true"));
  }

  private static List<Fault> routed() {
    return List.of(
        new Fault(
            "merely-routes",
            "WD-081-merely-routes",
            "The router has a route to the cache instead of WCCP, and the cache is a router.",
            List.of(
                new Step(CACHE, "sysctl -qw net.ipv4.ip_forward=1"),
                new Step(
                    ROUTER,
                    "ip route add default via "
                        + OWN
                        + " table 77; ip rule add pref 10 iif rc ipproto tcp dport 80 lookup 77")),
            List.of(
                new Step(
                    ROUTER, "ip rule del pref 10 2>&- || true; ip route flush table 77 || true"),
                new Step(
                    CACHE,
                    "sysctl -qw net.ipv4.ip_forward=0; sysctl -qw net.ipv4.conf.wccp0.forwarding=1"))));
  }

  private static List<Fault> gre() {
    return List.of(
        filter(
            ROUTER,
            "gre-stranger",
            "WD-082-gre-stranger",
            "GRE comes from another address than the router's.",
            "output",
            "ip daddr " + OWN + " ip protocol gre ip saddr set 10.0.2.99"),
        filter(
            ROUTER,
            "gre-dropped",
            "WD-083-gre-silent",
            "GRE to the cache is dropped.",
            "output",
            "ip daddr " + OWN + " ip protocol gre drop"),
        in(
            ROUTER,
            "one-way",
            "WD-088-one-way",
            "The router checks by unicast reverse path what comes from the caches.",
            "sysctl -qw net.ipv4.conf.rn.rp_filter=1",
            "sysctl -qw net.ipv4.conf.rn.rp_filter=0"));
  }

  private static String bypass(String method, String more) {
    return "curl -q -sf --noproxy '*' -o /dev/null -X "
        + method
        + " -H 'X-Weir: 1' 'http://127.0.0.1:8088/v1/bypass?what=203.0.113.0/24&side=to"
        + more
        + "'";
  }

  private static List<Fault> wccp() {
    return List.of(
        filter(
            ROUTER,
            "password",
            "WD-071-password",
            "The router answers the cache with another password.",
            "output",
            "ip daddr " + OWN + " udp sport 2048 @th,192,32 set 0x57656972"),
        in(
            CACHE,
            "route-router",
            "WD-060-route-router",
            "The cache has no way to the router.",
            "ip route add unreachable " + Plan.ROUTER.address(),
            "ip route del unreachable " + Plan.ROUTER.address() + " 2>&- || true"),
        filter(
            CACHE,
            "firewall-wccp",
            "WD-051-firewall-wccp",
            "The cache's firewall drops WCCP.",
            "input",
            "udp dport 2048 drop"),
        filter(
            ROUTER,
            "wccp-dropped",
            "WD-073-router-silent",
            "WCCP between router and cache is dropped.",
            "input",
            "ip saddr " + OWN + " udp dport 2048 drop"),
        filter(
            ROUTER,
            "views",
            "WD-075-views",
            "The router does not hear another cache.",
            "input",
            "ip saddr " + Plan.CACHES.getLast().address() + " udp dport 2048 drop"));
  }
}
