package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The short way beside the whole one: the same octets come to both, in the same pieces, and both
/// must say the same, octet for octet. With `-Pfuzz` a thousand times as long.
@DisplayName("the short way")
final class QuickFuzzTest {
  private static final int COUNT = System.getenv("JAZZER_FUZZ") == null ? 300 : 300_000;
  private static final List<String> TARGETS =
      List.of(
          "/plain",
          "/plain",
          "/plain",
          "/plain?q=1",
          "/empty",
          "/gone",
          "/moved",
          "/found",
          "/for-good",
          "/over",
          "/nothing",
          "/vary",
          "/stale",
          "/soon",
          "/ask",
          "/part",
          "/long",
          "/private",
          "/none",
          "*",
          "/a b",
          "/#",
          "/%20",
          "/\u00e9",
          "http://a.example/plain",
          "http://www.b.example/plain",
          "HTTP://a.example/plain",
          "http://a.example:80/plain",
          "http://a.example",
          "https://a.example/plain",
          "plain",
          "");
  private static final List<String> HOSTS =
      List.of(
          "a.example",
          "a.example",
          "a.example",
          "a.example",
          "www.b.example",
          "a.example:80",
          "a.example:8080",
          "a.example:08080",
          "a.example:",
          "A.example",
          "c.example",
          "127.0.0.1",
          "[::1]",
          "a.example, b",
          "a.example ",
          "u@a.example",
          "");
  private static final List<String> FIELDS =
      List.of(
          "Accept: */*",
          "Accept-Encoding: gzip, br",
          "Accept-Language: nl",
          "Age: 1",
          "Authorization: Basic eA==",
          "Cache-Control: max-age=0",
          "Cache-Control: max-age=7",
          "Cache-Control: min-fresh=100",
          "Cache-Control: no-cache",
          "Cache-Control: only-if-cached",
          "Connection: close",
          "Connection: keep-alive",
          "Connection: Keep-Alive",
          "Connection: keep-alive, TE",
          "Content-Length: 0",
          "Content-Length: 5",
          "Cookie: a=b; c=\"d\"",
          "DNT: 1",
          "Expect: 100-continue",
          "Expect: something",
          "If-Match: \"e\"",
          "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT",
          "If-None-Match: \"e\"",
          "If-None-Match: *",
          "If-Range: \"e\"",
          "If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT",
          "Keep-Alive: 300",
          "Max-Forwards: 0",
          "Pragma: no-cache",
          "Prefer: wait=1",
          "Proxy-Authorization: Basic eA==",
          "Proxy-Connection: close",
          "Range: bytes=0-1",
          "Range: bytes=900-",
          "Referer: http://a.example/plain",
          "Sec-Fetch-Mode: no-cors",
          "Sec-WebSocket-Key1: 1",
          "Sec-WebSocket-Key2: 2",
          "TE: trailers",
          "Trailer: x",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "Upgrade: h2c",
          "Upgrade-Insecure-Requests: 1",
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
          "Via: 1.1 weir-twin",
          "Via: 1.0 other",
          "X-Empty:",
          "X-Blank:  \t ",
          "X-Tab: a\tb",
          "X-Latin: \u00e9",
          "X-Delete: \u007f",
          "X Blank: 1",
          "X-Before : 1",
          "X_Low: 1",
          "X.Dot: 1",
          ": nameless",
          "no colon");
  private static final List<String> BROWSER = FIELDS.subList(0, 3);
  private static final List<String> PIECES =
      List.of("", " ", "\t", "\r", "\n", "\r\n", "\r\n\r\n", ":", "\0", "\u0080", "G", "/", "#");

  private final SplittableRandom random = new SplittableRandom(9112);

  private static Twin twin(boolean quick, World world) {
    var twin = new Twin(quick, world);
    for (String host : List.of("a.example", "www.b.example", "a.example:8080", "c.example")) {
      fill(twin, host);
    }
    return twin;
  }

  private static void fill(Twin twin, String host) {
    String fresh = "max-age=1000";
    String tag = "\"e\"";
    twin.store(host, "/plain", 200, "plain", "Cache-Control", fresh, "ETag", tag);
    twin.store(
        host, "/plain?q=1", 200, "query", "Cache-Control", fresh, "Age", "3", "Via", "1.1 x");
    twin.store(host, "/empty", 200, "", "Cache-Control", fresh, "X-Odd", "");
    twin.store(host, "/gone", 404, "gone", "Cache-Control", fresh);
    twin.store(host, "/moved", 301, "", "Cache-Control", fresh, "Location", "/plain");
    twin.store(host, "/found", 302, "there", "Cache-Control", fresh, "Location", "/plain");
    twin.store(host, "/for-good", 308, "", "Cache-Control", fresh, "Location", "/plain");
    twin.store(host, "/over", 410, "", "Cache-Control", fresh);
    twin.store(host, "/nothing", 204, "", "Cache-Control", fresh);
    twin.store(host, "/vary", 200, "vary", "Cache-Control", fresh, "Vary", "Accept-Encoding");
    twin.store(host, "/stale", 200, "stale", "Cache-Control", "max-age=0", "ETag", tag);
    twin.store(
        host,
        "/soon",
        200,
        "soon",
        "Cache-Control",
        "max-age=5",
        "Content-Type",
        "TEXT/html ; a=b");
    twin.store(host, "/ask", 200, "ask", "Cache-Control", "no-cache", "ETag", tag);
    twin.store(host, "/long", 200, "x".repeat(100_000), "Cache-Control", fresh);
    twin.store(
        host, "/private", 200, "p", "Cache-Control", fresh + ", no-cache=\"etag\"", "ETag", tag);
    twin.store(
        host,
        "/part",
        206,
        "pa",
        "Cache-Control",
        fresh,
        "Content-Range",
        "bytes 0-1/4",
        "ETag",
        tag);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("says what the whole way says, octet for octet, and often")
  void saysTheSame(World world) {
    Twin quick = twin(true, world);
    Twin whole = twin(false, world);
    for (int i = 0; i < COUNT; i++) {
      tick(quick, whole);
      List<byte[]> pieces = pieces();
      assertThat(quick.said(pieces)).as(() -> shown(pieces)).isEqualTo(whole.said(pieces));
    }
    assertThat(quick.shortWays()).isBetween(COUNT / 12.0, 3.0 * COUNT);
    assertThat(whole.shortWays()).isZero();
  }

  /// Now and then it is later, and now and then it never was.
  private void tick(Twin quick, Twin whole) {
    if (random.nextInt(50) == 0) {
      var by = Duration.ofNanos(random.nextLong(-1_000_000_000L, 8_000_000_000L));
      var later = random.nextInt(10) == 0 ? Twin.STORED : quick.now.get().plus(by);
      quick.now.set(later);
      whole.now.set(later);
    }
  }

  private static String shown(List<byte[]> pieces) {
    var shown = new StringBuilder();
    pieces.forEach(piece -> shown.append(new String(piece, ISO_8859_1)).append("|"));
    return shown.toString();
  }

  /// One to three requests, mostly plain ones and whole, sometimes with octets changed, and now and
  /// then run together or cut.
  private List<byte[]> pieces() {
    var pieces = new ArrayList<byte[]>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      pieces.add(octets());
    }
    if (random.nextInt(4) > 0) {
      return pieces;
    }
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    int cut = random.nextInt(all.size() + 1);
    byte[] octets = all.toByteArray();
    return List.of(Arrays.copyOf(octets, cut), Arrays.copyOfRange(octets, cut, octets.length));
  }

  private byte[] octets() {
    var text = new StringBuilder(random.nextInt(3) == 0 ? request() : plain());
    if (random.nextInt(5) == 0) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(3));
      text.replace(from, to, any(PIECES));
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private String plain() {
    var fields = new ArrayList<>(BROWSER);
    fields.add(random.nextInt(4), "Host: " + (random.nextInt(4) == 0 ? any(HOSTS) : "a.example"));
    if (random.nextInt(4) == 0) {
      fields.add(cased(any(FIELDS)));
    }
    String target = TARGETS.get(random.nextInt(random.nextBoolean() ? 8 : TARGETS.size()));
    return "GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
  }

  private String request() {
    var fields = new ArrayList<String>();
    for (int left = random.nextInt(5); left > 0; left--) {
      fields.add(cased(any(FIELDS)));
    }
    fields.add("Host: " + any(HOSTS));
    if (random.nextInt(20) == 0) {
      fields.addAll(Collections.nCopies(90 + random.nextInt(20), "X: y"));
    }
    String method = any(List.of("GET", "GET", "GET", "HEAD", "POST", "get", "PURGE"));
    String version = any(List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0"));
    String body = random.nextInt(4) == 0 ? "hello" : "";
    return method
        + " "
        + any(TARGETS)
        + " "
        + version
        + "\r\n"
        + String.join(random.nextInt(30) == 0 ? "\n" : "\r\n", fields)
        + "\r\n\r\n"
        + body;
  }

  private String cased(String field) {
    return switch (random.nextInt(4)) {
      case 0 -> field.toLowerCase(Locale.ROOT);
      case 1 -> field.toUpperCase(Locale.ROOT);
      default -> field;
    };
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
