package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Verdict;
import dev.weir.node.InterceptProgram.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules behind the kernel's GRE device. A pair of Ethernet devices stands in for it, so that
/// they can be tried where the kernel has none: what comes out of `weir-gre` is inner packets.
///
/// ```
/// client 198.51.100.7 --- r0 --- weir-gre, host 192.0.2.11, n9 --- 203.0.113.0/24
/// ```
final class KernelGreIT {
  private static final String ORIGIN = "203.0.113.80";
  private static final String CLIENT = "198.51.100.7";

  /// All but the making and removing of the device.
  private static final String STAND_IN =
      "case \"$*\" in *'name weir-gre type gre local 192.0.2.11'|'ip link del"
          + " dev weir-gre') exit 0;; esac; exec \"$@\"\n";

  @TempDir private Path folder;
  private NetworkNamespace host;
  private NetworkNamespace router;
  private RulesUnderTest rules;

  @BeforeEach
  void open() throws Exception {
    host = NetworkNamespace.open("gre-host");
    router = NetworkNamespace.open("gre-router");
    host.run("ip link set lo up");
    host.run("ip link add n0 type veth peer name n1");
    host.run("ip address add 192.0.2.11/24 dev n0");
    host.run("ip link add weir-gre type veth peer name r0 netns " + router.prefix()[3]);
    host.run("ip link add n9 type veth peer name n8");
    host.run("ip link set n8 up");
    host.run("ip address add 203.0.113.1/24 dev n9");
    host.run("ip link set n9 up");
    router.run("ip link set lo up");
    router.run("ip address add 198.51.100.7/32 dev lo");
    router.run("ip link set r0 up");
    router.run("ip address add 198.51.100.1/32 dev r0");
    router.run("ip route add default dev r0");
    // Nobody answers ARP there: every address is at the other end.
    String far = host.run("cat /sys/class/net/weir-gre/address").strip();
    for (String address : List.of(ORIGIN, "192.0.2.11", "203.0.113.1")) {
      router.run("ip neighbour add " + address + " lladdr " + far + " dev r0");
    }
    Path standIn = Files.writeString(folder.resolve("stand-in"), STAND_IN);
    var prefix = new ArrayList<>(List.of(host.prefix()));
    prefix.addAll(List.of("sh", standIn.toString()));
    Path config =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            node: {name: cache-1, address: 192.0.2.11}
            wccp: {routers: [192.0.2.1]}
            gre: {interface: n0, receive: kernel}
            dns: {servers: [192.0.2.53]}
            """);
    var commands = new HostCommands(prefix.toArray(String[]::new));
    rules = new RulesUnderTest(commands, config, new SynSource(router, folder));
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
  @DisplayName("§6.2 the device is made for every router, which the guard alone lets through")
  void commandList() {
    assertThat(rules.intercept(Verb.PLAN))
        .contains("ip link add name weir-gre type gre local 192.0.2.11")
        .contains("iifname \"n0\" meta l4proto 47 ip saddr != @routers counter drop")
        .contains("ip rule add pref 81 iif weir-gre fwmark 0x57 blackhole")
        .contains("#   ip link del dev weir-gre");
  }

  @Test
  @DisplayName("each inner packet has one verdict; nothing of them is left to the host")
  void verdicts() throws Exception {
    rules.intercept(Verb.INSTALL);

    rules.syn(CLIENT, ORIGIN);
    assertThat(rules.counted()).isEqualTo(Map.of(Verdict.DELIVER, 1L));
    rules.syn(CLIENT, ORIGIN + ":81");
    assertThat(rules.counted()).containsEntry(Verdict.INNER_PORT, 1L);
    rules.syn(CLIENT, "192.0.2.11");
    rules.syn(CLIENT, "203.0.113.1");
    assertThat(rules.counted()).containsEntry(Verdict.INNER_DST_LOCAL, 2L);
    rules.know(List.of(), List.of(CLIENT), PlainRules.GivenBack.NOTHING);
    rules.syn(CLIENT, ORIGIN);
    assertThat(rules.counted()).containsEntry(Verdict.INNER_SRC_FORBIDDEN, 1L);
    assertThat(host.run("nstat -asz IpForwDatagrams")).containsPattern("IpForwDatagrams +0 ");
  }

  @Test
  @DisplayName("installed twice and removed: to the last rule")
  void idempotent() throws Exception {
    String untouched = state();
    rules.intercept(Verb.INSTALL);
    String once = state();
    assertThat(once).contains("81:\tfrom all fwmark 0x57 iif weir-gre blackhole");
    rules.intercept(Verb.INSTALL);
    assertThat(state()).isEqualTo(once);
    host.run("ip address flush dev weir-gre");
    rules.intercept(Verb.REMOVE);
    assertThat(state()).isEqualTo(untouched);
  }

  private String state() throws Exception {
    return host.run("nft --stateless list ruleset")
        + host.run("ip rule")
        + host.run("ip route show table all type local scope host")
        + host.run("ip route show table all type unicast");
  }
}
