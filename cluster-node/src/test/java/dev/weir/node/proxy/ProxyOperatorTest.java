package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.operator.ClientPrefix;
import dev.weir.cache.operator.Lifetime;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.PathPattern;
import dev.weir.cache.operator.Reload;
import dev.weir.cache.operator.Selector;
import dev.weir.node.access.AccessLog;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What operators order and what they read, over loopback sockets.
@Timeout(120)
class ProxyOperatorTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final OriginRecorder origin = new OriginRecorder();

  @TempDir private Path folder;

  ProxyOperatorTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("RFC 9211 §2.8 ttl.default has a page stored, and Cache-Status names the rule")
  void lifetime() throws IOException {
    origin.answering("/a", (_, out) -> out.write(OriginRecorder.latin1(OriginRecorder.ok("x"))));
    try (ProxyUnderTest node =
            ruled(rule("pages", true, Reload.HONOUR, OptionalLong.empty(), HOUR));
        RawClient client = node.client()) {
      assertThat(client.get("/a", node.host()).field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; fwd-status=200; stored; detail=rule-pages");
      node.later(Duration.ofMinutes(59));
      assertThat(client.get("/a", node.host()).field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit; detail=rule-pages");
      node.later(Duration.ofMinutes(2));
      assertThat(client.get("/a", node.host()).field("Cache-Status")).contains("fwd=");
    }
  }

  @Test
  @DisplayName("RFC 9111 §4.3.4 after a 304 the rule's lifetime begins anew")
  void revalidated() throws IOException {
    origin.answering(
        "/a",
        (asked, out) ->
            out.write(
                OriginRecorder.latin1(
                    asked.head().contains("If-None-Match")
                        ? "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"
                        : OriginRecorder.ok("x", "ETag: \"a\""))));
    try (ProxyUnderTest node =
            ruled(rule("pages", true, Reload.HONOUR, OptionalLong.empty(), HOUR));
        RawClient client = node.client()) {
      client.get("/a", node.host());
      node.later(Duration.ofMinutes(61));
      client.get("/a", node.host());
      node.later(Duration.ofMinutes(59));
      assertThat(client.get("/a", node.host()).field("Cache-Status")).contains("; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("store: no keeps it out of the store, and from being served from there")
  void unstored() throws IOException {
    fresh("/a");
    try (ProxyUnderTest node =
            ruled(rule("none", false, Reload.HONOUR, OptionalLong.empty(), null));
        RawClient client = node.client()) {
      assertThat(client.get("/a", node.host()).field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=bypass; fwd-status=200; detail=rule-none");
      client.get("/a", node.host());
      assertThat(node.proxy.inventory()).isEmpty();
      assertThat(client.get("/a", node.host(), "Cache-Control: only-if-cached").status())
          .isEqualTo(504);
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("size.max keeps out what is longer, with a length and without")
  void size() throws IOException {
    fresh("/a");
    origin.answering(
        "/b",
        (_, out) ->
            out.write(
                OriginRecorder.latin1(
                    "HTTP/1.1 200 OK\r\nCache-Control: max-age=60"
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n0\r\n\r\n")));
    try (ProxyUnderTest node = ruled(rule("short", true, Reload.HONOUR, OptionalLong.of(4), null));
        RawClient client = node.client()) {
      assertThat(client.get("/a", node.host()).field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; fwd-status=200; detail=rule-short");
      assertThat(client.get("/b", node.host()).body()).isEqualTo("123456");
      assertThat(node.proxy.inventory()).isEmpty();
    }
  }

  @Test
  @DisplayName("RFC 9111 §5.2.1.4 reload: ignore serves what is fresh to whoever wants it anew")
  void reload() throws IOException {
    fresh("/a");
    try (ProxyUnderTest node =
            ruled(rule("calm", true, Reload.IGNORE, OptionalLong.empty(), null));
        RawClient client = node.client()) {
      client.get("/a", node.host());
      assertThat(client.get("/a", node.host(), "Cache-Control: no-cache").field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit; detail=rule-calm");
      assertThat(client.get("/a", node.host()).field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("the log has a line of each request: hit, miss, refused, broken off, and the rule")
  void logged() throws Exception {
    origin.answering("/a", (_, out) -> out.write(OriginRecorder.latin1(OriginRecorder.ok("0123"))));
    origin.answering(
        "/cut",
        (_, out) -> {
          out.write(OriginRecorder.latin1("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n12"));
          throw new OriginRecorder.Hangup();
        });
    Path file = folder.resolve("access.log");
    var log = open(file);
    var rule = rule("pages", true, Reload.HONOUR, OptionalLong.empty(), HOUR);
    try (ProxyUnderTest node = ProxyUnderTest.ruled(origin.address(), rules(rule), log)) {
      try (RawClient client = node.client()) {
        client.get("/a", node.host(), "User-Agent: a \"b\" \u00ff", "Referer: http://r.test/");
        client.get("/a", node.host());
        client.ask("PURGE", "/a", node.host());
      }
      try (RawClient client = node.client()) {
        client.send("GET /cut HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
        node.awaitMetric("weir_http_requests_total{result=\"error\"}", 1);
      }
    }
    log.close();
    expectLines(lines(file));
  }

  @Test
  @DisplayName("an answer that went the short way has the line that it has by the whole one")
  void loggedAlike() throws Exception {
    String typed =
        OriginRecorder.fresh("0123").replace("\r\n\r\n", "\r\nContent-Type: a/b\r\n\r\n");
    origin.answering("/a", (_, out) -> out.write(OriginRecorder.latin1(typed)));
    Path file = folder.resolve("access.log");
    var log = open(file);
    String[] fields = {"User-Agent: a", "Referer: http://r.test/", "Accept: */*"};
    try (ProxyUnderTest node = ProxyUnderTest.ruled(origin.address(), OperatorRules.NONE, log);
        RawClient client = node.client()) {
      client.get("/a?x", node.host(), fields);
      client.get("/a", node.host(), fields);
      client.get("/a", node.host(), fields);
      client.get("/a", node.host(), "Cache-Control: max-age=60", fields[0], fields[1]);
      node.awaitMetric("weir_http_ways_total{way=\"short\"}", 1);
    }
    log.close();
    List<JsonNode> lines = lines(file);
    assertThat(lines).hasSize(4);
    for (String name :
        List.of(
            "result",
            "source",
            "status",
            "method",
            "url",
            "type",
            "user_agent",
            "referer",
            "client",
            "body_bytes")) {
      assertThat(lines.get(2).path(name)).as(name).isEqualTo(lines.get(3).path(name));
      assertThat(lines.get(2).path(name).isMissingNode()).as(name).isFalse();
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(JsonMapper.builder().build()::readTree).toList();
  }

  private static void expectLines(List<JsonNode> lines) {
    assertThat(lines)
        .extracting(it -> it.path("result").asString())
        .containsExactly("miss", "hit", "refused", "miss");
    JsonNode miss = lines.getFirst();
    assertThat(miss.path("source").asString()).isEqualTo("origin");
    assertThat(miss.path("rule").asString()).isEqualTo("pages");
    assertThat(miss.path("url").asString()).endsWith("/a");
    assertThat(miss.path("body_bytes").asInt()).isEqualTo(4);
    assertThat(miss.path("user_agent").asString()).startsWith("a \"b\"");
    assertThat(miss.path("asked").asString()).isEqualTo("127.0.0.1");
    assertThat(lines.get(1).path("source").asString()).isEqualTo("memory");
    assertThat(lines.get(1).path("status").asInt()).isEqualTo(200);
    assertThat(lines.get(2).path("status").asInt()).isGreaterThanOrEqualTo(400);
    assertThat(lines.get(2).path("method").asString()).isEqualTo("PURGE");
    assertThat(lines.get(3).path("broken_off").asBoolean(false)).isTrue();
    assertThat(lines).extracting(it -> it.path("id").asString()).doesNotHaveDuplicates();
  }

  private AccessLog open(Path file) throws IOException {
    var events = new EventLog("test", () -> Instant.EPOCH);
    return AccessLog.open(file, AccessLog.Format.JSON, events, new Telemetry());
  }

  private void fresh(String path) {
    origin.answering(
        path, (_, out) -> out.write(OriginRecorder.latin1(OriginRecorder.fresh("012345"))));
  }

  private ProxyUnderTest ruled(OperatorRule rule) throws IOException {
    return ProxyUnderTest.ruled(origin.address(), rules(rule), AccessLog.off());
  }

  /// One that is about nobody's client in front of it.
  private static OperatorRules rules(OperatorRule rule) {
    var others =
        new Selector(
            List.of(), List.of(), List.of(), List.of(new ClientPrefix(192 << 24 | 2 << 8, 24)));
    var elsewhere =
        new OperatorRule(
            "elsewhere", others, false, OptionalLong.empty(), Lifetime.UNCHANGED, Reload.HONOUR);
    return new OperatorRules(List.of(elsewhere, rule));
  }

  private static OperatorRule rule(
      String name,
      boolean stores,
      Reload reload,
      OptionalLong size,
      @org.jspecify.annotations.Nullable Duration initial) {
    var paths = List.of(PathPattern.of("/*").orElseThrow());
    var lifetime = new Lifetime(Optional.ofNullable(initial), Optional.empty(), Optional.empty());
    return new OperatorRule(
        name, new Selector(List.of(), paths, List.of(), List.of()), stores, size, lifetime, reload);
  }
}
