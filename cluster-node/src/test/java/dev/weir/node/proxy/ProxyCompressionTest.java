package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.compress.Coding;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.compress.Unbrotli;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bodies that are compressed on their way into the store, over loopback sockets.
@Timeout(120)
class ProxyCompressionTest {
  private static final String TEXT = "a text that is long enough ".repeat(20_000);
  private static final Compression RULE =
      new Compression(List.of("text/*"), 100, List.of(Coding.GZIP));

  private final OriginRecorder origin = new OriginRecorder();

  ProxyCompressionTest() throws IOException {}

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
  @DisplayName("RFC 9110 §8.4 it is compressed once, stored so, and given to all who take it")
  void once() throws IOException {
    text("ETag: \"v1\"");
    try (ProxyUnderTest node = ProxyUnderTest.compressing(origin.address(), RULE);
        RawClient client = node.client()) {
      RawClient.Response first =
          client.get("/a", node.host(), "Accept-Encoding: gzip, deflate, br");
      RawClient.Response second = client.get("/a", node.host(), "Accept-Encoding: br;q=1, gzip");

      assertThat(unzipped(first)).isEqualTo(TEXT);
      assertThat(first.field("Content-Encoding")).isEqualTo("gzip");
      assertThat(first.field("ETag")).isEqualTo("W/\"v1\"");
      assertThat(first.field("Vary")).isEqualTo("Accept-Encoding");
      assertThat(unzipped(second)).isEqualTo(TEXT);
      assertThat(second.field("Cache-Status")).isEqualTo("weir-cache-1; hit");
      assertThat(second.body()).hasSizeLessThan(TEXT.length() / 10);
      assertThat(node.metric("weir_compressed_bytes_total{side=\"in\"}")).isEqualTo(TEXT.length());
    }
    assertThat(origin.asked).hasSize(1);
    assertThat(origin.asked.peek().head()).contains("Accept-Encoding: gzip\r\n");
  }

  @Test
  @DisplayName(
      "RFC 7932 who takes br has it, who takes gzip alone that: two variants, each made once")
  void brotli() throws IOException {
    text("ETag: \"v1\"");
    var both = new Compression(List.of("text/*"), 100, List.of(Coding.BR, Coding.GZIP));
    try (ProxyUnderTest node = ProxyUnderTest.compressing(origin.address(), both);
        RawClient client = node.client()) {
      String[] browser = {"Accept-Encoding: gzip, deflate, br, zstd"};
      RawClient.Response first = client.get("/a", node.host(), browser);
      RawClient.Response second = client.get("/a", node.host(), browser);
      RawClient.Response old = client.get("/a", node.host(), "Accept-Encoding: gzip");
      RawClient.Response unchanged =
          client.get("/a", node.host(), browser[0], "If-None-Match: W/\"v1\"");

      byte[] octets = second.body().getBytes(StandardCharsets.ISO_8859_1);
      assertThat(first.field("Content-Encoding")).isEqualTo("br");
      assertThat(first.field("ETag")).isEqualTo("W/\"v1\"");
      assertThat(new String(Unbrotli.body(octets, TEXT.length()), StandardCharsets.ISO_8859_1))
          .isEqualTo(TEXT);
      assertThat(second.field("Cache-Status")).isEqualTo("weir-cache-1; hit");
      assertThat(unzipped(old)).isEqualTo(TEXT);
      assertThat(unchanged.status()).isEqualTo(304);
    }
    assertThat(origin.asked)
        .extracting(it -> it.head().contains("Accept-Encoding: br\r\n"))
        .containsExactly(true, false);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  @DisplayName("RFC 9111 §4.1 who does not take it has the other variant; so has who wants a part")
  void variants(Coding coding) throws IOException {
    text("ETag: \"v1\"");
    try (ProxyUnderTest node = ProxyUnderTest.compressing(origin.address(), rule(coding));
        RawClient client = node.client()) {
      client.get("/a", node.host(), asking(coding));

      RawClient.Response plain = client.get("/a", node.host());
      RawClient.Response part = client.get("/a", node.host(), asking(coding), "Range: bytes=0-5");

      assertThat(plain.body()).isEqualTo(TEXT);
      assertThat(plain.field("ETag")).isEqualTo("\"v1\"");
      assertThat(plain.field("Vary")).isEqualTo("Accept-Encoding");
      assertThat(part.status() == 206 ? part.body() : part.body().substring(0, 6))
          .isEqualTo("a text");
      assertThat(part.field("Content-Encoding")).isEmpty();
      assertThat(client.get("/a", node.host(), asking(coding)).field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit");
    }
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  @DisplayName(
      "RFC 9110 §8.8.3.2, RFC 9111 §4.3.4 304s by the weak tag, to a client and from the origin")
  void validated(Coding coding) throws IOException {
    origin.answering(
        "/a",
        (asked, out) ->
            out.write(
                OriginRecorder.latin1(
                    asked.head().contains("If-None-Match: W/\"v1\"")
                        ? "HTTP/1.1 304 No\r\nETag: \"v1\"\r\nCache-Control: max-age=60\r\n\r\n"
                        : body("ETag: \"v1\""))));
    try (ProxyUnderTest node = ProxyUnderTest.compressing(origin.address(), rule(coding));
        RawClient client = node.client()) {
      client.get("/a", node.host(), asking(coding));

      RawClient.Response unchanged =
          client.get("/a", node.host(), asking(coding), "If-None-Match: W/\"v1\"");
      assertThat(unchanged.status()).isEqualTo(304);
      assertThat(unchanged.field("ETag")).isEqualTo("W/\"v1\"");
      node.later(Duration.ofSeconds(61));
      RawClient.Response again = client.get("/a", node.host(), asking(coding));

      assertThat(unpacked(coding, again)).isEqualTo(TEXT);
      assertThat(again.field("ETag")).isEqualTo("W/\"v1\"");
      assertThat(origin.asked).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  @DisplayName(
      "HEAD is answered as GET would be; a body that breaks off breaks off, and is not stored")
  void edges(Coding coding) throws IOException {
    origin.answering(
        "/a",
        (asked, out) ->
            out.write(OriginRecorder.latin1(body().substring(0, body().length() - TEXT.length()))));
    origin.answering(
        "/cut",
        (asked, out) -> {
          out.write(OriginRecorder.latin1(body().substring(0, 3000)));
          throw new OriginRecorder.Hangup();
        });
    try (ProxyUnderTest node = ProxyUnderTest.compressing(origin.address(), rule(coding))) {
      try (RawClient client = node.client()) {
        RawClient.Response head = client.ask("HEAD", "/a", node.host(), asking(coding));
        assertThat(head.field("Content-Encoding")).isEqualTo(coding.text());
        assertThat(head.field("Content-Length")).isEmpty();
      }
      try (RawClient client = node.client()) {
        client.send(
            "GET /cut HTTP/1.1\r\nHost: " + node.host() + "\r\n" + asking(coding) + "\r\n\r\n");
        String all = "";
        try {
          all = new String(client.in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException reset) {
          // nobody takes it for the whole
        }
        assertThat(all).doesNotEndWith("0\r\n\r\n");
      }
      assertThat(node.store.urls()).noneMatch(it -> it.endsWith("/cut"));
    }
  }

  private void text(String... fields) {
    origin.answering("/a", body(fields));
  }

  private static String body(String... fields) {
    String lines = String.join("\r\n", fields) + (fields.length > 0 ? "\r\n" : "");
    return OriginRecorder.ok(
        TEXT, "Content-Type: text/html", "Cache-Control: max-age=60\r\n" + lines + "X: y");
  }

  private static Compression rule(Coding coding) {
    return new Compression(List.of("text/*"), 100, List.of(coding));
  }

  private static String asking(Coding coding) {
    return "Accept-Encoding: " + coding.text();
  }

  private static String unpacked(Coding coding, RawClient.Response response) throws IOException {
    byte[] octets = OriginRecorder.latin1(response.body());
    return coding == Coding.GZIP
        ? unzipped(response)
        : new String(Unbrotli.body(octets, TEXT.length()), StandardCharsets.ISO_8859_1);
  }

  private static String unzipped(RawClient.Response response) throws IOException {
    var octets = new ByteArrayInputStream(OriginRecorder.latin1(response.body()));
    return new String(new GZIPInputStream(octets).readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
