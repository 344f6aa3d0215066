package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9112 §2 to §6: what is taken for a plain GET, and what is left to the decoder.
@DisplayName("a plain GET")
final class PlainGetTest {
  static final Iterable<String> LOOKED_AT = FieldNames.LOOKED_AT;

  private final PlainGet get = new PlainGet();

  @Test
  @DisplayName("RFC 9112 §3.2.1 in origin-form has the URL of its Host")
  void originForm() {
    assertThat(read("GET /a?b=%20 HTTP/1.1", "Host: a.example:8080")).isEqualTo(Way.SHORT);
    assertThat(url()).isEqualTo("http://a.example:8080/a?b=%20");
  }

  @Test
  @DisplayName("RFC 9112 §3.2.2 in absolute-form must name the same host")
  void absoluteForm() {
    assertThat(read("GET http://a.example/a HTTP/1.1", "Host: a.example")).isEqualTo(Way.SHORT);
    assertThat(url()).isEqualTo("http://a.example/a");
    assertThat(read("GET http://b.example/a HTTP/1.1", "Host: a.example")).isEqualTo(Way.FIELD);
  }

  @Test
  @DisplayName("is one whatever a browser says of itself")
  void browser() {
    assertThat(
            read(
                "GET / HTTP/1.1",
                "Host: a.example",
                "Connection: Keep-Alive",
                "sec-ch-ua: \"Chromium\";v=\"143\", \"Not A(Brand\";v=\"24\"",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
                "Cookie: a=b; c=d",
                "X-Empty:"))
        .isEqualTo(Way.SHORT);
  }

  @ParameterizedTest
  @DisplayName("has none of the fields that a rule looks at, in whatever letters")
  @FieldSource("LOOKED_AT")
  void lookedAt(String name) {
    assertThat(read("GET / HTTP/1.1", "Host: a", name + ": 1")).isEqualTo(Way.FIELD);
    assertThat(read("GET / HTTP/1.1", "Host: a", name.toUpperCase(Locale.ROOT) + ": 1"))
        .isEqualTo(Way.FIELD);
    assertThat(read("GET / HTTP/1.1", "Host: a", name + "-Not: 1")).isEqualTo(Way.SHORT);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §5 has fields in the usual spelling")
  @ValueSource(
      strings = {
        "Host: A.example",
        "Host: a:80",
        "Host: a:08080",
        "Host: a:65536",
        "Host: a ",
        "Host: [::1]",
        "Host:",
        "X: 1",
        "Host: a\r\nX : 1",
        "Host: a\r\n X: 1",
        "Host: a\r\nX: a\tb",
        "Host: a\r\nX: \u00e9",
        "Host: a\r\nX: \u007f",
        "Host: a\r\nX",
        "Host: a\nX: 1",
        "Host: a\r\nConnection: keep-alive\r\nConnection: keep-alive"
      })
  void spelling(String fields) {
    assertThat(read("GET /some/path HTTP/1.1", fields)).isEqualTo(Way.FIELD);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §3 has a request line in the usual spelling")
  @ValueSource(
      strings = {
        "HEAD / HTTP/1.1",
        "get / HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.0",
        "GET * HTTP/1.1",
        "GET /# HTTP/1.1",
        "GET /\u00e9 HTTP/1.1",
        "GET /\t HTTP/1.1",
        "GET http://a HTTP/1.1",
        "GET https://a/ HTTP/1.1",
        "GET /",
        "\r\nGET / HTTP/1.1"
      })
  void requestLine(String line) {
    assertThat(read(line, "Host: a")).isEqualTo(Way.SHAPE);
  }

  @Test
  @DisplayName("is whole, and nothing comes behind it")
  void whole() {
    String whole = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

    assertThat(read(whole.getBytes(ISO_8859_1))).isEqualTo(Way.SHORT);
    for (int i = 0; i < whole.length(); i++) {
      assertThat(read(whole.substring(0, i).getBytes(ISO_8859_1))).isNotEqualTo(Way.SHORT);
    }
    assertThat(read((whole + "G").getBytes(ISO_8859_1))).isEqualTo(Way.SHAPE);
  }

  @Test
  @DisplayName("has a hundred fields and eight kibibytes at the most")
  void bounds() {
    assertThat(read("GET / HTTP/1.1", "Host: a", "X: y\r\n".repeat(98) + "X: y"))
        .isEqualTo(Way.SHORT);
    assertThat(read("GET / HTTP/1.1", "Host: a", "X: y\r\n".repeat(99) + "X: y"))
        .isEqualTo(Way.FIELD);
    String longest = "x".repeat(PlainGet.BYTES_MAX - 33);
    assertThat(read("GET / HTTP/1.1", "Host: a", "X: 0" + longest)).isEqualTo(Way.SHORT);
    assertThat(read("GET / HTTP/1.1", "Host: a", "X: 01" + longest)).isEqualTo(Way.SHAPE);
  }

  private Way read(String line, String... fields) {
    return read((line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n").getBytes(ISO_8859_1));
  }

  private Way read(byte[] octets) {
    return get.read(Unpooled.wrappedBuffer(octets));
  }

  private String url() {
    return new String(get.url(), 0, get.urlBytes(), ISO_8859_1);
  }
}
