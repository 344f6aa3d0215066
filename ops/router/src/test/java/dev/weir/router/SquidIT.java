package dev.weir.router;

import static dev.weir.router.TestNetwork.CACHE;
import static dev.weir.router.TestNetwork.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowModel;
import dev.weir.router.show.ShowWccp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The router program and a cache that others wrote: Debian's squid 5.7 (§8.1).
final class SquidIT {
  private static final Path SQUID = Path.of("/usr/sbin/squid");

  /// What tcpdump prints of a message: its length tells its kind.
  private static final String HERE_I_AM = "10.2.0.1.2048: UDP, length 52";

  private static final String LISTS_ONE = "10.2.0.2.2048: UDP, length 64";
  private static final String ASSIGN_BUCKET = "10.2.0.1.2048: UDP, length 272";

  @TempDir Path folder;
  private TestNetwork network;

  @BeforeEach
  void network() throws IOException, InterruptedException {
    assumeTrue(TestNetwork.possible(), "needs root and /dev/net/tun");
    assumeTrue(
        Files.isExecutable(SQUID) || "true".equals(System.getenv("CI")),
        "needs Debian's package squid");
    network = TestNetwork.up();
  }

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.close();
    }
  }

  @Test
  @DisplayName("§2.5 squid is usable at its second HERE_I_AM, and its ASSIGN_BUCKET is installed")
  void version1() throws IOException, InterruptedException {
    Child router = router(", version: 1");
    Child wire = wire();

    squid("wccp_router 10.2.0.1", "wccp_version 4", "wccp_address 10.2.0.2");
    double called = seconds(wire.await(HERE_I_AM));
    double listed = seconds(wire.await(LISTS_ONE));
    double assigned = seconds(wire.await(ASSIGN_BUCKET));
    router.await("assignment-installed");

    assertThat(listed - called).as("its second, 10 s after its first").isBetween(9.0, 19.0);
    assertThat(assigned).isGreaterThanOrEqualTo(listed);
    assertThat(admin("/v1/wccp"))
        .contains("\"usableCaches\":1", "\"assignedBuckets\":256", "\"address\":\"10.2.0.2\"");
    assertThat(detail())
        .containsPattern("WCCP Client ID: +10\\.2\\.0\\.2")
        .containsPattern("State: +Usable")
        .containsPattern("Hash Allotment: +256 \\(100\\.00%\\)");
  }

  @Test
  @DisplayName(
      "§8.1 squid's HERE_I_AM of version 2 are answered, and that it hears nothing is told")
  void version2() throws IOException, InterruptedException {
    router("");
    Child wire = wire();

    squid("wccp2_router 10.2.0.1", "wccp2_address 10.2.0.2");
    wire.await("> 10.2.0.2.2048", 3); // answers, 10 s apart: two misses may be an accident

    assertThat(admin("/v1/wccp"))
        .contains("\"usableCaches\":0", "\"state\":\"seen\"", "\"neverEchoed\":true");
    assertThat(detail()).containsPattern("State: +NOT Usable").contains("receive id never echoed");
    assertThat(admin("/metrics")).doesNotContainPattern("weir_router_wccp_refused_total.* [1-9]");
  }

  private Child router(String keys) throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            folder.resolve("router.yaml"),
            """
            router: { id: 10.2.0.1%s }
            interfaces: { rc: { redirect-in: [web-cache] }, rn: { redirect-exclude-in: true } }
            services: [ { name: web-cache } ]
            """
                .formatted(keys));
    Child router = network.startJava(ROUTER, RouterProcess.class, config.toString());
    router.await("router-started");
    return router;
  }

  /// Every WCCP message on the cache's side, a line each, with the seconds since 1970.
  private Child wire() throws IOException, InterruptedException {
    Child wire = network.start(CACHE, "tcpdump", "-nltt", "-i", "n0", "udp port 2048");
    wire.await("listening on n0");
    return wire;
  }

  /// Starts squid in the foreground, as one process, with nothing of its own outside the folder.
  private void squid(String... wccp) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("squid.conf"),
            """
            http_port 3128
            %s
            pid_filename none
            cache_log /dev/null
            access_log none
            cache_mem 8 MB
            pinger_enable off
            netdb_filename none
            visible_hostname squid.test
            dns_nameservers 10.2.0.1
            coredump_dir none
            shutdown_lifetime 0 seconds
            """
                .formatted(String.join("\n", wccp)));
    network.start(CACHE, SQUID.toString(), "-N", "-f", config.toString());
  }

  private static double seconds(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  private static String detail() throws IOException, InterruptedException {
    var model = JsonMapper.shared().readValue(admin("/v1/wccp"), ShowModel.class);
    return ShowWccp.parse(List.of("web-cache", "detail")).of(model, IosStyle.V15).orElseThrow();
  }

  private static String admin(String page) throws IOException, InterruptedException {
    return TestNetwork.in(ROUTER, "curl", "-sS", "-m", "60", "http://127.0.0.1:8089" + page);
  }
}
