package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.BucketSet;
import dev.weir.gre.Verdict;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.InterceptProgram.Verb;
import dev.weir.node.Soon;
import dev.weir.node.host.PlainRules.GivenBack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real SYNs from a router's namespace over a real kernel's rules; no node runs.
///
/// ```
/// client 198.51.100.7 on the router r0 192.0.2.1 --- n0 192.0.2.11 host n9 --- 203.0.113.0/24
/// ```
final class PlainRulesIT {
  private static final int LAST_OCTET = 80;
  private static final String OWN = "192.0.2.11";
  private static final String ORIGIN = "203.0.113." + LAST_OCTET;

  @TempDir private Path folder;
  private NetworkNamespace host;
  private NetworkNamespace router;
  private Path config;
  private SynSource syns;
  private RulesUnderTest rules;

  @BeforeEach
  void open() throws Exception {
    host = NetworkNamespace.open("plain-host");
    router = NetworkNamespace.open("plain-router");
    host.run("ip link set lo up");
    host.run("ip link add n0 type veth peer name r0 netns " + router.prefix()[3]);
    host.run("ip address add 192.0.2.11/24 dev n0");
    host.run("ip link set n0 up");
    host.run("ip link add n9 type veth peer name n8");
    host.run("ip link set n8 up");
    host.run("ip address add 203.0.113.1/24 dev n9");
    host.run("ip link set n9 up");
    host.run("ip route add default via 192.0.2.1");
    host.run("sysctl -q -w net.ipv4.conf.n0.forwarding=0");
    router.run("ip link set lo up");
    router.run("ip address add 192.0.2.1/24 dev r0");
    router.run("ip address add 198.51.100.7/32 dev lo");
    router.run("ip address add 198.51.100.99/32 dev lo");
    router.run("ip address add 10.1.0.7/32 dev lo");
    router.run("ip link set r0 up");
    router.run("ip route add default via 192.0.2.11");
    config =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            node: {name: cache-1, address: 192.0.2.11}
            wccp: {routers: [192.0.2.1], forwarding: [l2]}
            gre: {interface: n0}
            proxy: {intercept: {plain: [{interface: n0, from: [198.51.100.0/29]}]}}
            dns: {servers: [192.0.2.53]}
            """);
    syns = new SynSource(router, folder);
    rules = new RulesUnderTest(new HostCommands(host.prefix()), config, syns);
  }

  @AfterEach
  void close() throws Exception {
    if (host != null) {
      host.close();
    }
    if (router != null) {
      router.close();
    }
  }

  @Test
  @DisplayName("each SYN has one verdict, by who sent it and whom it is for")
  void verdicts() throws Exception {
    rules.intercept(Verb.INSTALL);

    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted()).isEqualTo(Map.of(Verdict.DELIVER, 1L));
    rules.syn("198.51.100.99", ORIGIN);
    assertThat(rules.counted()).containsEntry(Verdict.ROUTER_NOT_IN_VIEW, 1L);
    rules.syn("198.51.100.7", "192.0.2.11");
    assertThat(rules.counted()).containsEntry(Verdict.INNER_DST_LOCAL, 1L);
    rules.syn("198.51.100.7", "203.0.113.1");
    assertThat(rules.counted()).containsEntry(Verdict.INNER_DST_LOCAL, 2L);
    rules.know(List.of(mac()), List.of(OWN), GivenBack.NOTHING);
    rules.syn("198.51.100.99", ORIGIN);
    assertThat(rules.counted()).containsEntry(Verdict.DELIVER, 2L);
    rules.know(List.of(mac()), List.of("198.51.100.99", ORIGIN), GivenBack.NOTHING);
    rules.syn("198.51.100.99", "203.0.113.81");
    assertThat(rules.counted()).containsEntry(Verdict.INNER_SRC_FORBIDDEN, 1L);
    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted()).containsEntry(Verdict.INNER_DST_LOCAL, 3L);
  }

  @Test
  @DisplayName("a SYN goes back by prefix, by bucket, by place and by client and place")
  void givenBack() throws Exception {
    rules.intercept(Verb.INSTALL);

    var spared = new BypassTable.Builder().origin(0xCB007100, 24).build();
    rules.know(List.of(mac()), List.of(OWN), new GivenBack(spared, BucketSet.NONE));
    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted()).isEqualTo(Map.of(Verdict.BYPASSED, 1L));
    rules.know(
        List.of(mac()), List.of(OWN), new GivenBack(BypassTable.EMPTY, BucketSet.of(LAST_OCTET)));
    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted()).isEqualTo(Map.of(Verdict.BYPASSED, 1L, Verdict.OVERLOAD, 1L));
    rules.know(
        List.of(mac()),
        List.of(OWN),
        new GivenBack(BypassTable.EMPTY, BucketSet.of(LAST_OCTET + 1)));
    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted())
        .containsEntry(Verdict.OVERLOAD, 1L)
        .containsEntry(Verdict.DELIVER, 1L);
    var flows =
        new BypassTable.Builder()
            .place(0xCB007150, 81)
            .pair(0xC6336407, 0xCB007150, 80)
            .pair(0xC6336408, 0xCB007151, 80)
            .build();
    rules.know(List.of(mac()), List.of(OWN), new GivenBack(flows, BucketSet.NONE));
    rules.syn("198.51.100.7", ORIGIN);
    assertThat(rules.counted()).containsEntry(Verdict.BYPASSED, 2L);
    rules.syn("198.51.100.7", "203.0.113.81");
    assertThat(rules.counted()).containsEntry(Verdict.DELIVER, 2L);
  }

  @Test
  @DisplayName(
      "beyond a rate, of a client's network or of a router, SYNs go back; then packets end")
  void limited() throws Exception {
    limit("syn-per-client-net: 1");
    floodUntil(Verdict.RATE_CLIENT_NET);
    var before = rules.counted();
    rules.syn("10.1.0.7", ORIGIN);
    assertThat(rules.counted()).as("another network").isEqualTo(oneMore(before, Verdict.DELIVER));

    limit("syn-per-router: 1");
    floodUntil(Verdict.RATE_ROUTER);

    limit("packets: 1");
    floodUntil(Verdict.RATE_PACKETS);
  }

  @Test
  @DisplayName("a host that did not forward forwards strays alone: another port goes nowhere")
  void becomesNoRouter() throws Exception {
    rules.intercept(Verb.INSTALL);

    syns.send("198.51.100.7", ORIGIN + ":81"); // is no matter of any verdict
    assertThat(forwarded()).isZero();
    rules.syn(
        "198.51.100.7", ORIGIN); // nobody listens, nobody reads the stray TUN: on by the routes
    Soon.passes(() -> assertThat(forwarded()).isPositive());
    assertThat(forwarded()).isEqualTo(1);
  }

  @Test
  @DisplayName("plan, show, install twice and remove: to the last rule, and settings as before")
  void idempotent() throws Exception {
    host.run("sysctl -q -w net.ipv4.conf.n0.rp_filter=1");
    String untouched = state();
    assertThat(rules.intercept(Verb.PLAN))
        .contains("net.ipv4.conf.n0.forwarding 0 -> 1", "ip rule add pref 90 iif n0 fwmark 0x58");
    assertThat(state()).isEqualTo(untouched);

    rules.intercept(Verb.INSTALL);
    String once = state();
    assertThat(once).contains("net.ipv4.conf.n0.rp_filter = 2", "before n0:0:1:");
    rules.intercept(Verb.INSTALL);
    assertThat(state()).isEqualTo(once);
    assertThat(rules.intercept(Verb.SHOW))
        .contains("table ip weir_guard", "from all fwmark 0x58 iif n0");

    host.run("ip link del wccp0"); // as if a node had been killed
    host.run("ip link del wccp1");
    rules.intercept(Verb.REMOVE);
    assertThat(state()).isEqualTo(untouched);
    rules.intercept(Verb.REMOVE);
    assertThat(state()).isEqualTo(untouched);
  }

  private void limit(String limit) throws Exception {
    Files.writeString(
        config,
        """
        node: {name: cache-1, address: 192.0.2.11}
        wccp: {routers: [192.0.2.1]}
        gre: {interface: n0, limits: {%s}}
        proxy: {intercept: {plain: [{interface: n0, from: [198.51.100.0/29, 10.1.0.0/16]}]}}
        dns: {servers: [192.0.2.53]}
        """
            .formatted(limit));
    rules.intercept(Verb.INSTALL);
  }

  /// Sooner or later two SYNs come within a second; until then they are delivered.
  private void floodUntil(Verdict verdict) {
    Soon.passes(() -> {
      rules.syn("198.51.100.7", ORIGIN);
      assertThat(rules.counted()).containsKey(verdict).containsOnlyKeys(verdict, Verdict.DELIVER);
    });
  }

  private static Map<Verdict, Long> oneMore(Map<Verdict, Long> counts, Verdict verdict) {
    var more = new EnumMap<>(counts);
    more.merge(verdict, 1L, Long::sum);
    return more;
  }

  /// The kernel's own count of forwarded packets.
  private long forwarded() throws Exception {
    return host.run("nstat -asz IpForwDatagrams")
        .lines()
        .filter(line -> line.startsWith("IpForwDatagrams"))
        .mapToLong(line -> Long.parseLong(line.split(" +", -1)[1]))
        .sum();
  }

  private String mac() throws Exception {
    return router.run("cat /sys/class/net/r0/address").strip();
  }

  private String state() throws Exception {
    return host.run("nft --stateless list ruleset")
        + host.run("ip rule")
        + host.run("ip route show table all type local scope host")
        + host.run("ip route show table all type unicast")
        + host.run("ip -br link show type tun")
        + host.run("sysctl net.ipv4.conf.n0.forwarding net.ipv4.conf.n0.rp_filter");
  }
}
