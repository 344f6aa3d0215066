package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.vary.Unkeyed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one client brings about must not be what another one gets.
@Timeout(120)
final class ProxyPoisonTest {
  private static final String FRESH = "Cache-Control: max-age=60";
  private static final String OLD = "Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT";

  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;

  @Test
  @DisplayName("SEC-C6 what an origin makes of a field that is not keyed is nobody else's")
  void unkeyedFields() throws IOException {
    List<String> names = Unkeyed.NAMES.stream().sorted().toList();
    assertThat(names).hasSize(40);
    try (RawClient client = node.client()) {
      for (String name : names) {
        String target = "/" + name;
        origin.answering(target, ProxyPoisonTest::reflect);
        assertThat(client.get(target, host, name + ": canary").body()).contains("canary");
        assertThat(client.get(target, host).body()).as(name).doesNotContain("canary");
        assertThat(client.get(target, host).field("Cache-Status")).endsWith("hit");
      }
    }
  }

  @Test
  @DisplayName("SEC-C6 a field that the origin varies by is keyed; one that repeats Host is none")
  void keyedFields() throws IOException {
    origin.answering("/a", OriginRecorder.ok("a", FRESH, "Vary: X-Forwarded-Proto"));
    origin.answering("/b", OriginRecorder.ok("b", FRESH));
    try (RawClient client = node.client()) {
      client.get("/a", host, "X-Forwarded-Proto: https");
      assertThat(client.get("/a", host, "X-Forwarded-Proto: https").field("Cache-Status"))
          .endsWith("hit");
      client.get("/a", host);
      client.get("/b", host, "X-Forwarded-Host: " + host);
      client.get("/b", host);
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
    assertThat(origin.countOf("/b")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "SEC-C7 a GET with a body: neither is its answer stored, nor does it get a stored one")
  void fatGet() throws IOException {
    origin.answering(
        "/?a=1",
        (asked, out) ->
            out.write(
                OriginRecorder.latin1(
                    OriginRecorder.fresh(asked.body().isEmpty() ? "a=1" : asked.body()))));
    try (RawClient client = node.client()) {
      String fat = "GET /?a=1 HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 3\r\n\r\na=2";
      client.send(fat);
      assertThat(client.read(false).body()).isEqualTo("a=2");
      assertThat(client.get("/?a=1", host).body()).isEqualTo("a=1");
      client.send(fat);
      assertThat(client.read(false).body()).isEqualTo("a=2");
    }
  }

  @Test
  @DisplayName("SEC-C8 200 pairs of paths that an origin may take for the same are not the same")
  void paths() throws IOException {
    try (RawClient client = node.client()) {
      for (int i = 0; i < 10; i++) {
        String path = "/dir" + i + "/file";
        for (String other : variants(path)) {
          assertThat(client.get(path, host).body()).isEqualTo("default " + path);
          assertThat(client.get(other, host).body()).isEqualTo("default " + other);
          assertThat(origin.countOf(other)).as(other).isEqualTo(1);
        }
      }
    }
    assertThat(node.store.count()).isEqualTo(10 * (1 + 20));
  }

  @ParameterizedTest
  @DisplayName("SEC-C9 a page of one client under a name that looks like a file's is not stored")
  @ValueSource(
      strings = {
        "Cache-Control: private",
        "Cache-Control: no-store",
        "Set-Cookie: session=1",
        "Set-Cookie: session=1\r\nLast-Modified: Thu, 01 Jan 2015 00:00:00 GMT"
      })
  void deception(String lines) throws IOException {
    origin.answering("/account/x.css", OriginRecorder.ok("victim", lines));
    try (RawClient client = node.client()) {
      client.get("/account/x.css", host, "Cookie: session=1");
      origin.answering("/account/x.css", OriginRecorder.ok("own", lines));
      assertThat(client.get("/account/x.css", host).body()).isEqualTo("own");
    }
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("SEC-C10 an error that somebody provoked is kept for 10 s at the most")
  @ValueSource(ints = {400, 403, 404, 405, 410, 413, 414, 429, 431, 500, 501, 502, 503, 504})
  void errors(int status) throws IOException {
    origin.answering("/a", OriginRecorder.ok("bad", OLD).replace("200 OK", status + " Bad"));
    try (RawClient client = node.client()) {
      client.get("/a", host, "X: " + "a".repeat(10_000));
      origin.answering("/a", OriginRecorder.fresh("good"));
      node.later(Duration.ofSeconds(10));
      assertThat(client.get("/a", host).body()).isEqualTo("good");
    }
  }

  @Test
  @DisplayName("SEC-C10 what says how long it lasts is believed, an error too")
  void explicitError() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("gone").replace("200 OK", "410 Gone"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(50));
      assertThat(client.get("/a", host).status()).isEqualTo(410);
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-C13 a key has 64 variants at the most; many ranges at once are answered whole")
  void explosions() throws IOException {
    origin.answering("/a", OriginRecorder.ok("0123456789", FRESH, "Vary: X-Kind"));
    try (RawClient client = node.client()) {
      for (int i = 0; i < 100; i++) {
        client.get("/a", host, "X-Kind: " + i);
      }
      int asked = origin.asked.size();
      int kept = 0;
      for (int i = 99; i >= 0; i--) {
        RawClient.Response stored =
            client.get("/a", host, "X-Kind: " + i, "Cache-Control: only-if-cached");
        kept += stored.status() == 200 ? 1 : 0;
      }
      assertThat(kept).isEqualTo(64);
      String ranges = String.join(",", IntStream.range(0, 17).mapToObj(i -> "1-2").toList());
      RawClient.Response whole = client.get("/a", host, "X-Kind: 99", "Range: bytes=" + ranges);
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(origin.asked).hasSize(asked);
    }
  }

  @Test
  @DisplayName("SEC-C14 PURGE on a port for clients is refused, and drops nothing")
  void purge() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", host);
      assertThat(client.ask("PURGE", "/a", host).status()).isEqualTo(405);
    }
    assertThat(node.store.count()).isEqualTo(1);
  }

  private static List<String> variants(String path) {
    var variants = new ArrayList<String>();
    for (String suffix :
        List.of("/", ";x", ";", "%20", "%00", "%23a", "%3f", "?", ".", "%2f", "~", "%2523")) {
      variants.add(path + suffix);
    }
    variants.add("/" + path);
    variants.add("/." + path);
    variants.add("/x/.." + path);
    variants.add("/x/%2e%2e" + path);
    variants.add(path.toUpperCase(Locale.ROOT));
    variants.add(path.replace("file", "%66ile"));
    variants.add(path.replace("/file", "//file"));
    variants.add(path.replace("/file", "%2ffile"));
    return variants;
  }

  private static void reflect(OriginRecorder.Asked asked, OutputStream out) throws IOException {
    out.write(OriginRecorder.latin1(OriginRecorder.fresh(asked.head())));
  }
}
