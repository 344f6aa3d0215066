package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.config.GreConfig.Receive;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The commands on a real kernel, in a namespace of the test's own.
final class HostRulesIT {
  private static final HostPlan PLAN =
      new HostPlan(
          new HostPlan.Gre("n0", Receive.PCAP),
          "wccp0",
          "wccp1",
          List.of(80, 8080),
          HostPlan.Listener.own(Divert.TPROXY),
          PlainPlan.none(Inet4Address.ofLiteral("192.0.2.11")));

  private NetworkNamespace namespace;
  private HostCommands commands;
  private HostSetup setup;
  private String untouched;

  @BeforeEach
  void open() throws Exception {
    namespace = NetworkNamespace.open("node-rules");
    namespace.run("ip link set lo up");
    namespace.run("ip link add n0 type veth peer name n1");
    commands = new HostCommands(namespace.prefix());
    setup = new HostSetup(commands);
    untouched = rules();
    openTuns();
  }

  @AfterEach
  void close() throws IOException {
    if (namespace != null) {
      namespace.close();
    }
  }

  @Test
  @DisplayName("installing sets every rule, and removing leaves none")
  void installAndRemove() throws Exception {
    setup.install(PLAN);

    assertThat(rules())
        .contains("80:\tfrom all fwmark 0x57 iif wccp0 lookup 91")
        .contains("90:\tfrom all iif wccp0 lookup 90")
        .contains("local default dev lo")
        .contains("default dev wccp1")
        .contains("iifname \"n0\" meta l4proto gre counter")
        .contains("tproxy to 127.0.0.1:3129");
    assertThat(namespace.run("ip -o address show dev wccp0")).contains("inet 192.0.2.1/32");
    assertThat(namespace.run("ip -o link show dev wccp1")).contains("UP");
    assertThat(namespace.run("sysctl -n net.ipv4.conf.wccp0.rp_filter")).isEqualTo("2\n");
    assertThat(namespace.run("sysctl -n net.ipv6.conf.wccp1.disable_ipv6")).isEqualTo("1\n");

    setup.remove();
    closeTuns();
    assertThat(rules()).isEqualTo(untouched);
  }

  @Test
  @DisplayName("after a crash the rules outlive the devices, and the next start replaces them")
  void secondInstall() throws Exception {
    setup.install(PLAN);
    String once = rules();
    closeTuns(); // what the kernel does when the process is killed
    assertThat(rules()).contains("weir_guard", "iif wccp0 [detached] lookup 90");

    openTuns();
    setup.install(PLAN);
    assertThat(rules()).isEqualTo(once);
    setup.install(PLAN); // and once more with everything in place
    assertThat(rules()).isEqualTo(once);
  }

  @Test
  @DisplayName("a start under other device names leaves nothing of the earlier ones")
  void otherNames() throws Exception {
    setup.install(PLAN);
    closeTuns();
    namespace.run("ip tuntap add dev t0 mode tun");
    namespace.run("ip tuntap add dev t1 mode tun");

    setup.install(
        new HostPlan(
            new HostPlan.Gre("n1", Receive.PCAP),
            "t0",
            "t1",
            List.of(80),
            HostPlan.Listener.own(Divert.TPROXY),
            PLAN.plain()));

    assertThat(rules()).contains("iif t0 lookup 90").doesNotContain("wccp", "n0");
  }

  @Test
  @DisplayName("the guard of a raw socket knows the routers it is told, and no others")
  void rawGuard() throws Exception {
    setup.install(
        new HostPlan(
            new HostPlan.Gre("n0", Receive.RAW),
            "wccp0",
            "wccp1",
            List.of(80),
            HostPlan.Listener.own(Divert.TPROXY),
            PLAN.plain()));
    commands.run(List.of(GuardRules.know(List.of(Inet4Address.ofLiteral("192.0.2.1")))));
    commands.run(List.of(GuardRules.know(List.of(Inet4Address.ofLiteral("192.0.2.2")))));

    assertThat(rules())
        .contains("elements = { 192.0.2.2 }")
        .contains("meta l4proto gre ip saddr != @routers counter");
  }

  @Test
  @DisplayName("removing what is half there or not there at all succeeds, again and again")
  void removeAnything() throws Exception {
    setup.remove();
    commands.run(HostRules.install(PLAN, HostBefore.NOTHING).subList(0, 15));
    setup.remove();
    setup.remove();
    closeTuns();

    assertThat(rules()).isEqualTo(untouched);
  }

  @Test
  @DisplayName("without the TUN devices installing fails with the command, and can be undone")
  void noDevices() throws Exception {
    closeTuns();

    assertThatThrownBy(() -> setup.install(PLAN))
        .isInstanceOf(HostRulesFailed.class)
        .hasMessageContaining("net.ipv4.conf.wccp0.rp_filter=2 failed: ")
        .hasMessageContaining("the device must be there first");
    setup.remove();
    assertThat(rules()).isEqualTo(untouched);
  }

  private void openTuns() throws Exception {
    namespace.run("ip tuntap add dev wccp0 mode tun");
    namespace.run("ip tuntap add dev wccp1 mode tun");
  }

  private void closeTuns() throws Exception {
    namespace.run("ip link del wccp0");
    namespace.run("ip link del wccp1");
  }

  private String rules() throws Exception {
    return namespace.run("nft --stateless list ruleset")
        + namespace.run("ip rule")
        + namespace.run("ip route show table all type local scope host")
        + namespace.run("ip route show table all type unicast");
  }
}
