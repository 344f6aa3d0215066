package dev.weir.node.page.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("the overview of a cluster of three nodes")
@Timeout(180)
final class OverviewClusterIT {
  private static final Map<String, String> SECRETS = Map.of("SHARED", "0123456789abcdef".repeat(2));

  private static final List<String> ADDRESSES = List.of("127.0.0.61", "127.0.0.62", "127.0.0.63");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Integer> admin = new ArrayList<>();

  @BeforeAll
  static void addresses() throws IOException, InterruptedException {
    for (String address : ADDRESSES) {
      assumeTrue(ip("add", address), "needs root: nodes have addresses of their own on lo");
    }
  }

  @AfterAll
  static void noAddresses() throws IOException, InterruptedException {
    for (String address : ADDRESSES) {
      ip("del", address);
    }
  }

  private static boolean ip(String what, String address) throws IOException, InterruptedException {
    return new ProcessBuilder("ip", "address", what, address + "/32", "dev", "lo")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  @DisplayName("has the numbers of all on each, and misses those of one that is gone")
  void three() throws Exception {
    int grid = free();
    int door = free();
    var nodes = new ArrayList<Node>();
    try {
      for (int i = 1; i <= 3; i++) {
        nodes.add(start(i, grid, door));
      }
      Soon.passes(() -> assertThat(counted(0)).isEqualTo(3));
      for (int i = 0; i < 7; i++) {
        get("http://127.0.0.62:" + door + "/" + i);
      }
      Soon.passes(() -> assertThat(requestsSeenAt(2, "127.0.0.62")).isPositive());
      assertThat(requestsSeenAt(2, "127.0.0.61")).isZero();
      nodes.removeLast().close();
      Soon.passes(() -> assertThat(counted(0)).isEqualTo(2));
    } finally {
      for (Node node : nodes) {
        node.close();
      }
    }
  }

  private Node start(int number, int grid, int door) throws Exception {
    admin.add(free());
    Path home = Files.createDirectories(folder.resolve("node-" + number));
    Path file = home.resolve("node.yaml");
    Files.writeString(
        file,
        """
        node: {name: cache-%d, address: 127.0.0.6%d, state: %s}
        cluster: {members: [127.0.0.61, 127.0.0.62, 127.0.0.63], port: %d, secret: env:SHARED}
        admin: {listen: "127.0.0.1:%d"}
        proxy: {reverse: [{listen: "127.0.0.6%d:%d", origins: ["127.0.0.1:%d"]}]}
        """
            .formatted(number, number, home, grid, admin.getLast(), number, door, free()));
    var reading = new Reading(file, SECRETS, Optional.empty());
    return Node.start(reading, ((Loading.Loaded<Written>) reading.read()).value(), _ -> {});
  }

  private int counted(int node) throws IOException, InterruptedException {
    return overview(node).path("cluster").path("nodes").asInt();
  }

  private double requestsSeenAt(int node, String address) throws IOException, InterruptedException {
    return overview(node)
        .path("nodes")
        .valueStream()
        .filter(it -> it.path("address").asString().equals(address))
        .mapToDouble(it -> it.path("numbers").path("requestsPerSecond").asDouble(0))
        .sum();
  }

  private JsonNode overview(int node) throws IOException, InterruptedException {
    String text = get("http://127.0.0.1:" + admin.get(node) + "/v1/overview");
    return JsonMapper.shared().readTree(text);
  }

  private String get(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
