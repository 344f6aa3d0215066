package dev.weir.node.page.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("openapi.json and the admin port say the same")
@Timeout(120)
final class OpenApiTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path PAGE = Path.of("..", "docs", "admin.md");
  private static final Pattern PATH = Pattern.compile("\"(/v1(?:/[a-z.-]+)*|/[a-z]+z|/metrics)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final OpenApi description;

  OpenApiTest() throws IOException {
    this.description = OpenApi.read();
  }

  @Test
  @DisplayName("every path of the sources is described, everything described is in the sources")
  void paths() throws IOException {
    var found = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        PATH.matcher(Files.readString(file)).results().forEach(it -> found.add(it.group(1)));
      }
    }
    var described = new TreeSet<>(description.paths());
    described.removeIf(it -> it.equals("/") || it.startsWith("/site/"));
    assertThat(found).isEqualTo(described);
    assertThat(Files.readString(PAGE)).contains(described);
  }

  @Test
  @DisplayName("a running node answers what is described, in every way to ask that it has")
  void answers(@TempDir Path folder) throws Exception {
    int admin = free();
    int door = free();
    Path file = folder.resolve("node.yaml");
    Files.writeString(
        file,
        """
        node: {name: cache-1, address: 127.0.0.1, state: %s}
        admin: {listen: "127.0.0.1:%d"}
        log: {access: {path: %s}}
        snmp: {listen: "127.0.0.1:%d", clients: [127.0.0.1/32], community: env:COMMUNITY}
        proxy:
          access: {rules: [{name: no, hosts: [no.example.com], then: deny}]}
          parents: [{name: head, address: "127.0.0.1:9"}]
          reverse:
            - {listen: "127.0.0.1:%d", origins: ["127.0.0.1:%d"]}
        """
            .formatted(folder, admin, folder.resolve("access.log"), free(), door, free()));
    var reading = new Reading(file, Map.of("COMMUNITY", "community-of-tests"), Optional.empty());
    var written = ((Loading.Loaded<Written>) reading.read()).value();
    var node = Node.start(reading, written, _ -> {});
    try {
      http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door + "/a")).build(),
          HttpResponse.BodyHandlers.discarding());
      String url = "http://127.0.0.1:" + admin;
      asDescribed(url);
      assertThat(List.of("/v1/overview", "/v1/explain", "/v1/doctor", "/v1/purge", "/v1/snmp"))
          .isSubsetOf(known(url));
    } finally {
      node.close();
    }
  }

  @Test
  @DisplayName("so does a node that diverts, with routers, rules and findings")
  void diverting() throws Exception {
    var cluster = new ThreeNodes();
    cluster.die(java.time.Instant.now());
    cluster.loseSight();
    var self = ThreeNodes.NODES.getFirst();
    try (var node = new NodePort(cluster, self, InetAddress.getLoopbackAddress())) {
      String url = node.url().substring(0, node.url().length() - 1);
      is(url, "POST", "/v1/bypass", "what=www.example.com&for=60", 200);
      is(url, "POST", "/v1/bypass", "what=!", 400);
      is(url, "POST", "/v1/doctor", "", 200);
      is(url, "POST", "/v1/drain", "", 200);
      asDescribed(url);
      is(url, "DELETE", "/v1/bypass", "what=www.example.com", 200);
      is(url, "DELETE", "/v1/bypass", "what=www.example.com", 404);
      is(url, "DELETE", "/v1/drain", "", 200);
    }
  }

  /// Reads every page, with what it wants to be asked.
  private void asDescribed(String url) throws IOException, InterruptedException {
    for (String path : known(url)) {
      assertThat(description.paths()).contains(path);
      if (description.operations().contains("GET " + path) && isJson(path)) {
        is(url, "GET", path, "", 0);
        is(
            url,
            "GET",
            path,
            "url=http://www.example.com/a&name=localhost&client=192.0.2.7&address=203.0.113.80",
            0);
      }
    }
  }

  private static boolean isJson(String path) {
    return path.endsWith("z") || (path.startsWith("/v1") && !path.endsWith(".json"));
  }

  private Set<String> known(String url) throws IOException, InterruptedException {
    var known = new TreeSet<String>();
    ask(url, "GET", "/v1")
        .value
        .path("pages")
        .forEach(page -> known.add(page.path("path").asString()));
    return known;
  }

  private void is(String url, String method, String path, String query, int status)
      throws IOException, InterruptedException {
    Asked asked = ask(url, method, path + (query.isEmpty() ? "" : "?" + query));
    if (status > 0) {
      assertThat(asked.status).as(method + " " + path + " " + asked.value).isEqualTo(status);
    }
    assertThat(asked.status).isNotIn(405, 500);
    assertThat(description.complaints(method, path, asked.status, asked.value))
        .as("%s %s?%s: %d %s", method, path, query, asked.status, asked.value)
        .isEmpty();
  }

  private record Asked(int status, JsonNode value) {}

  private Asked ask(String url, String method, String target)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + target))
            .header("X-Weir", "1")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Asked(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
