package dev.weir.router;

import static dev.weir.router.TestNetwork.CACHE;
import static dev.weir.router.TestNetwork.CLIENT;
import static dev.weir.router.TestNetwork.ORIGIN;
import static dev.weir.router.TestNetwork.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.life.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The router program between a real client, a real origin and a scripted cache.
final class RouterIT {
  private static final String CACHES_SIDE = ", rn: { redirect-exclude-in: true }";
  private static final String HELLO = "hello from the origin";
  private static final String PASSWORD = "cisco123";

  @TempDir Path folder;
  private TestNetwork network;

  @BeforeEach
  void network() throws IOException, InterruptedException {
    assumeTrue(TestNetwork.possible(), "needs root and /dev/net/tun");
    network = TestNetwork.up();
    Files.createDirectory(folder.resolve("www"));
    Files.writeString(folder.resolve("www/hello"), HELLO);
    network
        .start(
            ORIGIN,
            TestNetwork.java(),
            "-m",
            "jdk.httpserver",
            "-b",
            "10.9.0.2",
            "-p",
            "80",
            "-d",
            folder.resolve("www").toString())
        .await("URL http://10.9.0.2");
  }

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.close();
    }
  }

  @Test
  @DisplayName("§1 without a usable cache the diverted packets are forwarded normally")
  void failsOpen() throws IOException, InterruptedException {
    Child router = router("rc");

    assertThat(fetch()).isEqualTo(HELLO);
    assertThat(admin("/readyz")).contains("\"ready\":true");
    assertThat(admin("/metrics"))
        .containsPattern("weir_router_forwarded_packets_total.reason=\"no-table\". [1-9]");
    assertThat(TestNetwork.in(ROUTER, "ip", "-s", "link", "show", "wtun0"))
        .containsPattern("RX:[^\\n]*\\n +[1-9]");

    assertThat(router.terminate()).isZero();
    assertThat(fetch()).isEqualTo(HELLO);
    assertThat(TestNetwork.in(ROUTER, "ip", "rule")).doesNotContain("wtun0", "100:", "99:");
    assertThat(TestNetwork.in(ROUTER, "ip", "-brief", "link")).doesNotContain("wtun0");
    assertThat(TestNetwork.in(ROUTER, "nft", "list", "tables")).doesNotContain("weir_router");
  }

  @Test
  @DisplayName(
      "§6 an installed table sends the client's packets to the cache in GRE, until it dies")
  void redirects() throws IOException, InterruptedException {
    router("rc");
    Child wire = network.start(CACHE, "tcpdump", "-nlx", "-c", "1", "-i", "n0", "ip proto 47");
    wire.await("listening on n0");
    Child cache = network.startJava(CACHE, ScriptedCache.class, "10.2.0.2", "10.2.0.1", PASSWORD);
    cache.await("key=10.2.0.2/1");

    assertThat(fetchInVain()).doesNotContain(HELLO);
    wire.end();
    assertThat(octets(wire))
        .contains("0a020001" + "0a020002") // outer: router to cache
        .contains("0000883e" + "00000001" + "4500") // GRE, service 0 bucket 10^9^0^2, inner IPv4
        .contains("0a010002" + "0a090002"); // inner: client to origin
    assertThat(admin("/v1/wccp"))
        .contains("\"usableCaches\":1", "\"assignedBuckets\":256", "\"transmitMillis\":1000")
        .contains("\"key\":{\"address\":\"10.2.0.2\",\"number\":1}", "\"security\":\"md5\"");
    assertThat(admin("/v1/wccp"))
        .containsPattern("\"caches\":.*\"redirectedPackets\":[1-9].*\"table\":");
    assertThat(admin("/v1/events")).contains("assignment-installed", "cache-usable");
    assertThat(admin("/metrics")).containsPattern("weir_router_redirected_packets_total [1-9]");

    cache.kill();
    assertThat(fetch()).isEqualTo(HELLO); // a SYN sent again finds the way open
  }

  @Test
  @DisplayName("§7.3 redirect out takes what leaves, and §6.4 what a cache returns goes on its way")
  void redirectsOutAndTakesBack() throws IOException, InterruptedException {
    routerWith("ro: { redirect-out: [web-cache] }");
    Child cache = network.startJava(CACHE, ScriptedCache.class, "10.2.0.2", "10.2.0.1", PASSWORD);
    cache.await("key=10.2.0.2/1");
    assertThat(fetchInVain()).doesNotContain(HELLO); // nobody takes the packets out of GRE

    network.startJava(CACHE, ReturningCache.class, "10.2.0.2", "10.2.0.1").await("returning");

    assertThat(fetch()).isEqualTo(HELLO);
    assertThat(admin("/metrics"))
        .containsPattern(
            "weir_router_service_packets_total.fate=\"redirected\",service=\"web-cache\". [1-9]")
        .containsPattern(
            "weir_router_service_packets_total.fate=\"bypassed\",service=\"web-cache\". [1-9]")
        .contains("weir_router_returned_packets_total{verdict=\"not-from-cache\"} 0.0");
    assertThat(admin("/v1/wccp")).containsPattern("\"bypassedPackets\":[1-9]");
  }

  @Test
  @DisplayName("§3.10 a cache that chooses L2 is sent the client's packets as they are")
  void handsOver() throws IOException, InterruptedException {
    configured("10.2.0.1, profile: fortios", "rc: { redirect-in: [web-cache] }" + CACHES_SIDE, "")
        .await("router-started");
    Child wire = network.start(CACHE, "tcpdump", "-nle", "-c", "1", "-i", "n0", "tcp dst port 80");
    wire.await("listening on n0");
    network
        .startJava(CACHE, ScriptedCache.class, "10.2.0.2", "10.2.0.1", PASSWORD, "l2")
        .await("key=10.2.0.2/1");

    assertThat(fetchInVain()).doesNotContain(HELLO);

    wire.end();
    String own = TestNetwork.in(CACHE, "cat", "/sys/class/net/n0/address").strip();
    assertThat(wire.said())
        .anyMatch(line -> line.contains("> " + own) && line.contains("10.1.0.2."));
    assertThat(admin("/metrics")).containsPattern("weir_router_redirected_packets_total [1-9]");
  }

  @Test
  @DisplayName("§6.4 redirected in, returned, redirected nowhere again though it leaves by an out")
  void inAndOut() throws IOException, InterruptedException {
    routerWith("rc: { redirect-in: [web-cache] }, ro: { redirect-out: [web-cache] }");
    assertThat(fetch()).isEqualTo(HELLO); // through both TUNs, and no cache
    assertThat(TestNetwork.in(ROUTER, "ip", "-s", "link", "show", "wtun1"))
        .containsPattern("RX:[^\\n]*\\n +[1-9]");
    network.startJava(CACHE, ReturningCache.class, "10.2.0.2", "10.2.0.1").await("returning");
    network
        .startJava(CACHE, ScriptedCache.class, "10.2.0.2", "10.2.0.1", PASSWORD)
        .await("key=10.2.0.2/1");

    assertThat(fetch()).isEqualTo(HELLO);

    assertThat(admin("/metrics"))
        .containsPattern(
            "weir_router_service_packets_total.fate=\"bypassed\",service=\"web-cache\". [1-9]");
  }

  @Test
  @DisplayName("§7.3 a closed service without a cache drops its packets")
  void closed() throws IOException, InterruptedException {
    routerWith("rc: { redirect-in: [web-cache] }", ", mode: closed");
    assertThat(fetchInVain()).doesNotContain(HELLO);
    assertThat(admin("/metrics")).containsPattern("weir_router_dropped_packets_total [1-9]");
  }

  @Test
  @DisplayName("a killed router leaves traffic flowing, and the next one replaces its leftovers")
  void killed() throws IOException, InterruptedException {
    router("rc").kill();

    assertThat(TestNetwork.in(ROUTER, "ip", "rule")).contains("100:");
    assertThat(fetch()).isEqualTo(HELLO);

    Child next = router("rc");
    assertThat(TestNetwork.in(ROUTER, "ip", "rule").lines().filter(it -> it.startsWith("100:")))
        .hasSize(1);
    assertThat(TestNetwork.in(ROUTER, "nft", "list", "ruleset").lines())
        .filteredOn(it -> it.contains("mark set"))
        .hasSize(1);
    assertThat(fetch()).isEqualTo(HELLO);
    assertThat(next.terminate()).isZero();
  }

  @Test
  @DisplayName("a second router is told that the port is taken, and does the first no harm")
  void portTaken() throws IOException, InterruptedException {
    router("rc");

    Child second = start("rc");

    assertThat(second.end()).isEqualTo(Termination.FAILURE);
    assertThat(second.said()).anyMatch(line -> line.contains("10.2.0.1 port 2048"));
    assertThat(TestNetwork.in(ROUTER, "ip", "rule")).contains("100:");
    assertThat(fetch()).isEqualTo(HELLO);
  }

  @Test
  @DisplayName("a router whose TUN is taken says so, and does the other router no harm")
  void tunTaken() throws IOException, InterruptedException {
    router("rc");

    Child second = configured("10.9.0.1", "ro: { redirect-in: [web-cache] }", "");

    assertThat(second.end()).isEqualTo(Termination.FAILURE);
    assertThat(second.said()).anyMatch(line -> line.contains("wtun0: the name is taken"));
    assertThat(TestNetwork.in(ROUTER, "ss", "-lun")).doesNotContain("10.9.0.1:2048");
    assertThat(TestNetwork.in(ROUTER, "ip", "rule")).contains("100:");
  }

  @Test
  @DisplayName("a wrong configuration is refused with its line")
  void wrongConfiguration() throws IOException, InterruptedException {
    Child router = start("interface-with-a-long-name: {}, rc");

    assertThat(router.end()).isEqualTo(Termination.USAGE);
    assertThat(router.said()).anyMatch(line -> line.contains("router.yaml:2: interfaces: "));
  }

  @Test
  @DisplayName("an interface the host does not have is named, and nothing is left behind")
  void unknownInterface() throws IOException, InterruptedException {
    Child router = start("rx");

    assertThat(router.end()).isEqualTo(Termination.FAILURE);
    assertThat(router.said()).anyMatch(line -> line.contains("no interface rx"));
    assertThat(TestNetwork.in(ROUTER, "ip", "-brief", "link")).doesNotContain("wtun0");
  }

  private Child router(String redirectIn) throws IOException, InterruptedException {
    Child router = start(redirectIn);
    router.await("router-started");
    return router;
  }

  private void routerWith(String interfaces) throws IOException, InterruptedException {
    routerWith(interfaces, "");
  }

  private void routerWith(String interfaces, String serviceKeys)
      throws IOException, InterruptedException {
    configured("10.2.0.1", interfaces + CACHES_SIDE, serviceKeys).await("router-started");
  }

  private Child start(String redirectIn) throws IOException {
    return configured("10.2.0.1", redirectIn + ": { redirect-in: [web-cache] }" + CACHES_SIDE, "");
  }

  private Child configured(String id, String interfaces, String serviceKeys) throws IOException {
    Files.writeString(folder.resolve("password"), PASSWORD);
    Path config =
        Files.writeString(
            folder.resolve("router.yaml"),
            """
            router: { id: %s }
            interfaces: { %s }
            services: [ { name: web-cache, password: "file:%s"%s } ]
            """
                .formatted(id, interfaces, folder.resolve("password"), serviceKeys));
    return network.startJava(ROUTER, RouterProcess.class, config.toString());
  }

  /// The octets of the captured packets, without tcpdump's offsets and spaces.
  private static String octets(Child tcpdump) {
    return tcpdump.said().stream()
        .filter(line -> line.startsWith("\t0x"))
        .map(line -> line.substring(line.indexOf(':') + 1).replace(" ", ""))
        .collect(Collectors.joining());
  }

  private static String admin(String page) throws IOException, InterruptedException {
    return TestNetwork.in(ROUTER, "curl", "-sS", "-m", "60", "http://127.0.0.1:8089" + page);
  }

  private static String fetch() throws IOException, InterruptedException {
    return fetchWithin("60");
  }

  /// What comes of a request that nobody answers.
  private static String fetchInVain() throws IOException, InterruptedException {
    return fetchWithin("2");
  }

  private static String fetchWithin(String seconds) throws IOException, InterruptedException {
    return TestNetwork.in(CLIENT, "curl", "-sS", "-m", seconds, "http://10.9.0.2/hello");
  }
}
