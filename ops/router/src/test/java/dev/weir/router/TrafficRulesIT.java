package dev.weir.router;

import static dev.weir.router.TestNetwork.CACHE;
import static dev.weir.router.TestNetwork.CLIENT;
import static dev.weir.router.TestNetwork.ORIGIN;
import static dev.weir.router.TestNetwork.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A router from Cisco lines that filters and routes by policy, seen by what each side receives.
///
/// The cache's namespace is also the next hop; nobody answers on the ports above 80, so a packet
/// that arrives is a SYN in tcpdump, and one that is denied is none.
final class TrafficRulesIT {
  private static final String PASSWORD = "cisco123";

  /// The destinations of redirected packets as tcpdump writes them.
  private static final String DENIED_OUT = "0a09 0003";

  private static final String FLUSH = "http://127.0.0.1:8089/v1/faults/flush";
  private static final String PERMITTED_OUT = "0a09 0002";
  private static final String LINES =
      """
      ip wccp web-cache password cisco123
      access-list 101 deny   tcp any any eq 81
      access-list 101 permit ip any any
      access-list 102 deny   tcp any any eq 82
      access-list 102 deny   tcp any host 10.9.0.3 eq www
      access-list 102 permit ip any any
      access-list 103 permit tcp any any range 8000 8010
      access-list 104 permit tcp any any eq 8001
      route-map ELSEWHERE deny 10
       match ip address 104
      route-map ELSEWHERE permit 20
       match ip address 103
       set ip next-hop 10.2.0.2
      interface Loopback0
       ip address 10.2.0.1 255.255.255.255
      interface rc
       ip access-group 101 in
       ip policy route-map ELSEWHERE
       ip wccp web-cache redirect in
      interface rn
       ip wccp redirect exclude in
      interface ro
       ip access-group 102 out
      """;

  @TempDir Path folder;
  private TestNetwork network;

  @BeforeEach
  void network() throws IOException, InterruptedException {
    assumeTrue(TestNetwork.possible(), "needs root and /dev/net/tun");
    network = TestNetwork.up();
  }

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.close();
    }
  }

  @Test
  @DisplayName("§7.3 access groups let through what they permit, and count what they drop")
  void accessGroups() throws IOException, InterruptedException {
    Child router = router(LINES);
    Child origin = wire(ORIGIN, "o0");

    knock("10.9.0.2", 81); // denied in
    knock("10.9.0.2", 82); // denied out
    knock("10.9.0.2", 83);

    origin.await("10.9.0.2.83: Flags [S]");
    assertThat(origin.said()).noneMatch(line -> line.contains("0.2.81:") || line.contains("82:"));
    assertThat(admin("/metrics"))
        .containsPattern(denied("in", "rc") + "[1-9]")
        .containsPattern(denied("out", "ro") + "[1-9]");
    assertThat(admin("/v1/wccp"))
        .containsPattern("\"accessIn\":\\{\"name\":\"101\",\"packets\":[1-9]");
    assertThat(admin("/v1/events")).contains("traffic-rules-installed");
    assertThat(TestNetwork.in(ROUTER, "curl", "-sS", "-X", "POST", "-H", "X-Weir: 1", FLUSH))
        .as("faults on demand, by the command line")
        .contains("flush");

    assertThat(router.terminate()).isZero();
    assertThat(TestNetwork.in(ROUTER, "nft", "list", "tables")).doesNotContain("weir_router");
    assertThat(TestNetwork.in(ROUTER, "ip", "rule")).doesNotContain("100:");
    assertThat(TestNetwork.in(ROUTER, "ip", "route", "show", "table", "all"))
        .doesNotContain("proto 210");
  }

  @Test
  @DisplayName("§7.3 a route-map sends what it permits to its next hop, the rest by the routes")
  void policyRouting() throws IOException, InterruptedException {
    router(LINES);
    Child origin = wire(ORIGIN, "o0");
    Child hop = wire(CACHE, "n0");

    knock("10.9.0.2", 8000); // permitted
    knock("10.9.0.2", 8001); // a clause that denies
    knock("10.9.0.2", 8011); // no clause

    hop.await("10.9.0.2.8000: Flags [S]");
    origin.await("10.9.0.2.8011: Flags [S]");
    assertThat(hop.said()).noneMatch(line -> line.contains("8001:") || line.contains("8011:"));
    assertThat(origin.said())
        .anyMatch(line -> line.contains("8001:"))
        .noneMatch(line -> line.contains("8000:"));
    assertThat(admin("/metrics"))
        .containsPattern("weir_router_policy_routed_packets_total.route_map=\"ELSEWHERE\". [1-9]");
  }

  @Test
  @DisplayName(
      "§7.3 what no cache takes comes back and is routed by the route-map of where it came in")
  void policyAfterTheCaches() throws IOException, InterruptedException {
    router(LINES.replace("range 8000 8010", "range 80 8010"));
    Child hop = wire(CACHE, "n0");

    knock("10.9.0.2", 80);

    hop.await("10.1.0.2");
    assertThat(hop.said()).anyMatch(line -> line.contains("10.9.0.2.80: Flags [S]"));
    assertThat(admin("/metrics"))
        .containsPattern("weir_router_forwarded_packets_total.reason=\"no-table\". [1-9]");
  }

  @Test
  @DisplayName("§7.3 policy routed packets meet redirect out where their next hop is")
  void policyThenRedirectOut() throws IOException, InterruptedException {
    router(
        LINES
            .replace("range 8000 8010", "range 80 8010")
            .replace(" ip wccp redirect exclude in\n", " ip wccp web-cache redirect out\n")
            .replace(
                " ip policy route-map ELSEWHERE\n ip wccp web-cache redirect in\n",
                " ip policy route-map ELSEWHERE\n"));
    Child hop = wire(CACHE, "n0");

    knock("10.9.0.2", 80);

    hop.await("10.9.0.2.80: Flags [S]");
    assertThat(admin("/metrics"))
        .containsPattern("weir_router_forwarded_packets_total.reason=\"no-table\". [1-9]");
  }

  @Test
  @DisplayName("§7.3 a cache is sent what the outbound list denies, unless that is checked")
  void unchecked() throws IOException, InterruptedException {
    router(LINES);
    Child wire = redirecting();

    knock("10.9.0.3", 80);

    wire.await(DENIED_OUT);
  }

  @Test
  @DisplayName("§7.3 with check acl outbound a packet is redirected only if it might have left")
  void checked() throws IOException, InterruptedException {
    router(LINES + "ip wccp check acl outbound\n");
    Child wire = redirecting();

    knock("10.9.0.3", 80); // denied out
    knock("10.9.0.2", 80);

    wire.await(PERMITTED_OUT);
    assertThat(wire.said()).noneMatch(line -> line.contains(DENIED_OUT));
    assertThat(admin("/metrics")).containsPattern(denied("out", "ro") + "[1-9]");
  }

  @Test
  @DisplayName("a next hop on no link is refused, and nothing is left behind")
  void farNextHop() throws IOException, InterruptedException {
    Child router = start(LINES.replace("next-hop 10.2.0.2", "next-hop 192.0.2.9"));

    assertThat(router.end()).isEqualTo(1);
    assertThat(router.said()).anyMatch(line -> line.contains("192.0.2.9 is on no link"));
    assertThat(TestNetwork.in(ROUTER, "nft", "list", "tables")).doesNotContain("weir_router");
  }

  @Test
  @DisplayName("the filters of a killed router stay until the next one replaces them")
  void killed() throws IOException, InterruptedException {
    router(LINES).kill();
    Child origin = wire(ORIGIN, "o0");
    knock("10.9.0.2", 81);
    knock("10.9.0.2", 83);
    origin.await("10.9.0.2.83: Flags [S]");
    assertThat(origin.said()).noneMatch(line -> line.contains("0.2.81:"));

    router(LINES.replace("eq 81", "eq 83"));
    knock("10.9.0.2", 81);

    origin.await("10.9.0.2.81: Flags [S]");
  }

  private Child router(String lines) throws IOException, InterruptedException {
    Child router = start(lines);
    router.await("router-started");
    return router;
  }

  private Child start(String lines) throws IOException {
    Path file = Files.writeString(folder.resolve("router.txt"), lines);
    return network.startJava(ROUTER, RouterProcess.class, file.toString());
  }

  /// A cache that has every bucket, and the octets of what arrives there in GRE.
  private Child redirecting() throws IOException, InterruptedException {
    network
        .startJava(CACHE, ScriptedCache.class, "10.2.0.2", "10.2.0.1", PASSWORD)
        .await("key=10.2.0.2/1");
    return listening(network.start(CACHE, "tcpdump", "-nlx", "-i", "n0", "ip proto 47"));
  }

  private Child wire(String namespace, String device) throws IOException, InterruptedException {
    return listening(network.start(namespace, "tcpdump", "-nl", "-i", device, "tcp"));
  }

  private static Child listening(Child tcpdump) throws InterruptedException {
    tcpdump.await("listening on");
    return tcpdump;
  }

  /// One attempt of the client to connect, which nobody needs to answer.
  private static void knock(String host, int port) throws IOException, InterruptedException {
    TestNetwork.in(CLIENT, "curl", "-sS", "-m", "1", "http://" + host + ":" + port + "/");
  }

  private static String denied(String direction, String device) {
    return "weir_router_access_denied_packets_total.direction=\""
        + direction
        + "\",interface=\""
        + device
        + "\". ";
  }

  private static String admin(String page) throws IOException, InterruptedException {
    return TestNetwork.in(ROUTER, "curl", "-sS", "-m", "60", "http://127.0.0.1:8089" + page);
  }
}
