package dev.weir.node.doctor.probe;

import dev.weir.node.config.value.Secret;
import dev.weir.node.doctor.NodeFacts;
import dev.weir.node.doctor.NodeFacts.Router;
import dev.weir.node.telemetry.NodeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Asks a running node on its admin port.
final class NodeProbe {
  private static final int WAIT_MILLIS = 3_000;
  private static final int BODY_BYTES_MAX = 4 << 20;
  private static final Duration LATELY = Duration.ofSeconds(15);
  private static final int GLANCE_BYTES = 64 << 10;
  private static final Pattern SAMPLE =
      Pattern.compile("^(weir_[a-z0-9_]+)(?:\\{([^}]*)})? ([0-9.eE+-]+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("[a-z_]+=\"([^\"]*)\"");
  private static final Pattern ORIGIN = Pattern.compile("\"http://([A-Za-z0-9.-]+(?::[0-9]+)?)/");

  private final String base;
  private final Optional<Secret> token;

  /// A probe that shows the token, where there is one.
  NodeProbe(InetSocketAddress admin, Optional<Secret> token) {
    this.base = "http://" + admin.getAddress().getHostAddress() + ":" + admin.getPort();
    this.token = token;
  }

  /// What the node says of itself; empty when none answers.
  Optional<NodeFacts> look() {
    Optional<String> wccp = page("/v1/wccp", BODY_BYTES_MAX);
    if (wccp.isEmpty()) {
      return Optional.empty();
    }
    JsonNode page = Output.parsed(wccp.get());
    var routers = new ArrayList<Router>();
    for (JsonNode service : page.path("services")) {
      service.path("routers").forEach(it -> routers.add(router(it)));
    }
    var members = new HashSet<String>();
    json("/v1/cluster").path("members").forEach(it -> members.add(it.path("address").asString("")));
    String own = page.path("node").path("address").asString("");
    int owned = json("/v1/buckets").path("owners").path(own).asInt(0);
    return Optional.of(new NodeFacts(routers, members, owned, refusedLately()));
  }

  private Set<String> refusedLately() {
    var causes = new HashSet<String>();
    Instant since = Instant.now().minus(LATELY);
    for (JsonNode event : json("/v1/events").path("events")) {
      if (event.path("name").asString("").equals(NodeEvent.WCCP_REFUSED.eventName())
          && Instant.parse(event.path("at").asString("")).isAfter(since)) {
        causes.add(event.path("fields").path("cause").asString(""));
      }
    }
    return causes;
  }

  /// Every number of the node, as a key of [dev.weir.node.doctor.Traffic].
  Map<String, Long> numbers() {
    var numbers = new HashMap<String, Long>();
    var samples = SAMPLE.matcher(page("/metrics", BODY_BYTES_MAX).orElse(""));
    while (samples.find()) {
      var key = new StringBuilder(samples.group(1));
      var labels = LABEL.matcher(samples.group(2) == null ? "" : samples.group(2));
      while (labels.find()) {
        key.append('/').append(labels.group(1));
      }
      numbers.put(key.toString(), (long) Double.parseDouble(samples.group(3)));
    }
    return numbers;
  }

  /// Some hosts whose pages the node has stored.
  List<String> origins(int most) {
    var found = new HashSet<String>();
    var hosts = ORIGIN.matcher(page("/v1/inventory", GLANCE_BYTES).orElse(""));
    while (hosts.find() && found.size() < most) {
      found.add(hosts.group(1));
    }
    return List.copyOf(found);
  }

  private static Router router(JsonNode router) {
    var caches = new HashSet<String>();
    router.path("caches").forEach(it -> caches.add(it.asString("")));
    return new Router(
        router.path("address").asString(""),
        router.path("id").asString(""),
        router.path("state").asString(""),
        caches);
  }

  private JsonNode json(String path) {
    return Output.parsed(page(path, BODY_BYTES_MAX).orElse("{}"));
  }

  private Optional<String> page(String path, int octetsMax) {
    try {
      var url = URI.create(base + path).toURL();
      var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
      token.ifPresent(
          it -> connection.setRequestProperty("Authorization", "Bearer " + it.reveal()));
      connection.setConnectTimeout(WAIT_MILLIS);
      connection.setReadTimeout(WAIT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        return Optional.empty();
      }
      try (InputStream body = connection.getInputStream()) {
        return Optional.of(new String(body.readNBytes(octetsMax), StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
