package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.decode.Capture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("weir plan buckets --from a capture")
final class PlanCommandTest {
  /// One packet in the middle of a connection of service 89.
  private static final Path REAL =
      Path.of("../../gre-decap/src/test/resources/captures/wccp_redirect_gre.pcap");

  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("§5.2 each new connection counts once, whether it was captured plain or diverted")
  void countsConnections() throws IOException {
    var capture = new Capture();
    for (int i = 0; i < 256; i++) {
      capture.diverted("198.51.100.7", "203.0.113." + i, 80, true);
      capture.diverted("198.51.100.7", "203.0.113." + i, 80, false);
      capture.frame(Capture.tcp("198.51.100.8", "203.0.113." + i, 80, true));
    }

    JsonNode plan = plan(capture.octets(), "--nodes", "4");

    assertThat(plan.at("/services/0/service").asString()).isEqualTo("web-cache");
    assertThat(plan.at("/services/0/requests").asInt()).isEqualTo(512);
    assertThat(plan.at("/services/0/ways/0/way").asString()).isEqualTo("hash destination");
    assertThat(plan.at("/services/0/ways/0/loads").valueStream().map(JsonNode::asInt))
        .containsExactly(128, 128, 128, 128);
    assertThat(plan.at("/services/0/ways/0/skew").asDouble()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "§5.3 masks that do not see a difference are told to be uneven, weights are proposed")
  void tellsSkew() throws IOException {
    var capture = new Capture();
    for (int i = 0; i < 100; i++) {
      capture.diverted("198.51.100." + i, i < 70 ? "203.0.113.16" : "203.0.113." + i, 80, true);
    }
    Path file = Files.write(folder.resolve("diverted.pcap"), capture.octets());

    assertThat(weir("plan", "buckets", "--from", file.toString(), "--nodes", "2")).isZero();

    assertThat(out.toString())
        .contains("2 nodes\nService web-cache: 100 requests or connections\n")
        .containsPattern("mask destination 0xf00 +16 +15 +100.00 % +2.00")
        .contains("node 1: wccp.weight: ");
  }

  @Test
  @DisplayName("the services of a node's file are kept apart, what belongs to none is counted")
  void services() throws IOException {
    Path node =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            node:  { name: cache-1, address: 192.0.2.11 }
            wccp:
              routers: [192.0.2.1]
              services: [web-cache, {id: 90, ports: [8080], protocol: tcp, priority: 100, hash: source-address}]
            gre:   { interface: eth0 }
            proxy: { intercept: { ports: [80, 8080] } }
            dns:   { servers: [192.0.2.53] }
            """);
    var capture = new Capture();
    capture.diverted("198.51.100.7", "203.0.113.80", 80, true);
    capture.diverted("198.51.100.7", "203.0.113.80", 8080, true);
    capture.diverted("198.51.100.7", "203.0.113.80", 443, true);
    capture.udp(true, Capture.vector("04-v2-hia-first"));

    JsonNode plan = plan(capture.octets(), "--config", node.toString());
    assertThat(plan.at("/services").valueStream().map(it -> it.path("requests").asInt()))
        .containsExactly(1, 1);
    assertThat(plan.at("/services/1/ways/0/way").asString()).isEqualTo("hash source");
  }

  @Test
  @DisplayName("a capture in which no connection begins says so")
  void nothingBegins() {
    assertThat(weir("plan", "buckets", "--from", REAL.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("only connections count that begin in it");
  }

  @Test
  @DisplayName("one that is cut short is told of, and counts as far as it goes")
  void cutShort() throws IOException {
    var capture = new Capture();
    capture.diverted("198.51.100.7", "203.0.113.80", 80, true);
    capture.diverted("198.51.100.7", "203.0.113.81", 80, true);
    byte[] octets = capture.octets();

    JsonNode plan = plan(Arrays.copyOf(octets, octets.length - 10));

    assertThat(plan.at("/services/0/requests").asInt()).isEqualTo(1);
    assertThat(err.toString()).contains("the file ends in the middle of something after frame 1");
  }

  private JsonNode plan(byte[] capture, String... more) throws IOException {
    Path file = Files.write(folder.resolve("some.pcap"), capture);
    var words =
        new ArrayList<>(List.of("plan", "buckets", "--from", file.toString(), "-o", "json"));
    words.addAll(List.of(more));
    assertThat(weir(words.toArray(String[]::new))).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private int weir(String... words) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
