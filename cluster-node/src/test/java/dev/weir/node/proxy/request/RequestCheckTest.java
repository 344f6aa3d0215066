package dev.weir.node.proxy.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9112 §3 Request Line, RFC 9110 §7.2 Host: what is carried out, and what is refused.
class RequestCheckTest {
  @ParameterizedTest
  @DisplayName("RFC 9112 §3.2 origin-form, absolute-form of the same host, and * for OPTIONS")
  @CsvSource({
    "GET, /, /",
    "GET, /a?b=c&d, /a?b=c&d",
    "GET, //a//b/../%2e%2E;x, //a//b/../%2e%2E;x",
    "GET, http://A.test/x, /x",
    "GET, HTTP://a.test:80, /",
    "GET, http://a.test?q, /?q",
    "OPTIONS, *, *"
  })
  void targets(String method, String target, String expected) {
    assertThat(accepted(head(method, target, "Host", "a.test")).head().target())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §3.2 other targets are refused")
  @ValueSource(
      strings = {"!", "a", "", "/a b", "/a#b", "/\t", "/\u00e4", "*", "1x://a.test/", "http:///x"})
  void wrongTargets(String target) {
    assertRefused(head("GET", target, "Host", "a.test"), Refusal.TARGET);
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §4.2.2 https is asked for by CONNECT; other schemes are not spoken")
  @CsvSource({
    "https://a.test/, SCHEME_NEEDS_CONNECT, 400",
    "WSS://a.test/, SCHEME_NEEDS_CONNECT, 400",
    "ftp://a.test/, SCHEME, 501",
    "gopher://a.test/, SCHEME, 501"
  })
  void otherSchemes(String target, Refusal refusal, int status) {
    assertRefused(head("GET", target, "Host", "a.test"), refusal);
    assertThat(refusal.status()).isEqualTo(status);
  }

  @Test
  @DisplayName("an absolute-form that names another host than Host is refused")
  void targetAndHost() {
    assertRefused(head("GET", "http://b.test/", "Host", "a.test"), Refusal.TARGET_AND_HOST_DIFFER);
    assertRefused(
        head("GET", "http://a.test:81/", "Host", "a.test"), Refusal.TARGET_AND_HOST_DIFFER);
    assertRefused(head("GET", "http://u@a.test/", "Host", "a.test"), Refusal.TARGET);
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §7.2 the key has the host in lower case and no default port")
  @CsvSource({
    "A.Test, a.test",
    "a.test:80, a.test",
    "a.test:8080, a.test:8080",
    "a.test., a.test.",
    "192.0.2.1, 192.0.2.1",
    "[2001:DB8::1]:80, [2001:db8::1]"
  })
  void hosts(String host, String canonical) {
    assertThat(accepted(head("GET", "/", "Host", host)).key().authority()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §3.2 an invalid Host is refused")
  @ValueSource(
      strings = {
        "",
        "u@a.test",
        "a.test b",
        "a.test:",
        "a.test:x",
        "a.test:0",
        "a.test:65536",
        "a.test:080000",
        "a.test,b.test",
        "a.test/",
        "a.test?x",
        "[::1",
        "[]",
        "[::g]",
        ":80",
        "a%0d.test",
        "<b>",
        "a.test:-1"
      })
  void wrongHosts(String host) {
    assertRefused(head("GET", "/", "Host", host), Refusal.HOST);
  }

  @Test
  @DisplayName("RFC 9112 §3.2 exactly one Host")
  void hostCount() {
    assertRefused(head("GET", "/"), Refusal.HOST_COUNT);
    assertRefused(head("GET", "/", "Host", "a.test", "host", "a.test"), Refusal.HOST_COUNT);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §2.3 only HTTP/1.0 and HTTP/1.1")
  @CsvSource({"HTTP/1.0, true", "HTTP/1.1, true", "HTTP/1.2, false", "HTTP/2.0, false"})
  void versions(String version, boolean understood) {
    RequestCheck check = RequestCheck.of(head("GET", "/", "Host", "a.test"), version, "weir-n");

    assertThat(check instanceof RequestCheck.Accepted).isEqualTo(understood);
    if (!understood) {
      assertThat(check).isEqualTo(new RequestCheck.Refused(Refusal.VERSION));
      assertThat(Refusal.VERSION.status()).isEqualTo(505);
    }
  }

  @ParameterizedTest
  @DisplayName("methods that this listener does not offer, and what is no method")
  @CsvSource({
    "CONNECT, METHOD_NOT_OFFERED",
    "PURGE, METHOD_NOT_OFFERED",
    "'G T', METHOD",
    "'', METHOD",
    "G(T, METHOD"
  })
  void methods(String method, Refusal refusal) {
    assertRefused(head(method, "/", "Host", "a.test"), refusal);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §6 one framing in one spelling")
  @CsvSource({
    "Transfer-Encoding, chunked, true",
    "Content-Length, 10, true",
    "Content-Length, +10, false",
    "Content-Length, '', false",
    "Content-Length, '1,1', false",
    "Content-Length, 9999999999999999999, false",
    "Transfer-Encoding, ',chunked', false",
    "Transfer-Encoding, 'gzip, chunked', false",
    "Transfer-Encoding, xchunked, false",
    "Sec-WebSocket-Key1, x, false"
  })
  void framing(String name, String value, boolean understood) {
    RequestHead head = head("POST", "/", "Host", "a.test", name, value);
    if (understood) {
      accepted(head);
    } else {
      assertRefused(head, Refusal.FRAMING);
    }
  }

  @Test
  @DisplayName("RFC 9112 §6.1 both framings at once, or one twice, are refused")
  void twoFramings() {
    assertRefused(
        head("POST", "/", "Host", "a", "Content-Length", "1", "Transfer-Encoding", "chunked"),
        Refusal.FRAMING);
    assertRefused(
        head("POST", "/", "Host", "a", "Content-Length", "1", "Content-Length", "1"),
        Refusal.FRAMING);
  }

  @Test
  @DisplayName("limits: 100 fields, 16 connection options, one expectation, no second passage")
  void limits() {
    Fields hundred = Fields.of("Host", "a.test");
    for (int i = 1; i < RequestCheck.FIELDS_MAX; i++) {
      hundred = hundred.plus("X", "y");
    }
    accepted(new RequestHead("GET", "/", hundred));
    assertRefused(new RequestHead("GET", "/", hundred.plus("X", "y")), Refusal.TOO_MANY_FIELDS);
    accepted(head("GET", "/", "Host", "a.test", "Connection", "x,".repeat(16)));
    assertRefused(
        head("GET", "/", "Host", "a.test", "Connection", "x,".repeat(17)),
        Refusal.CONNECTION_OPTIONS);
    accepted(head("PUT", "/", "Host", "a.test", "Expect", "100-Continue"));
    assertRefused(head("PUT", "/", "Host", "a.test", "Expect", "x"), Refusal.EXPECTATION);
    accepted(head("GET", "/", "Host", "a.test", "Via", "1.1 weir-m, 1.0 other"));
    assertRefused(head("GET", "/", "Host", "a.test", "Via", "1.1 x, 1.1 weir-n"), Refusal.LOOP);
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §9.3 the connection goes on unless one side says otherwise")
  @CsvSource({
    "HTTP/1.1, '', true",
    "HTTP/1.1, Close, false",
    "HTTP/1.0, '', false",
    "HTTP/1.0, keep-alive, true"
  })
  void keepAlive(String version, String option, boolean goesOn) {
    RequestHead head = head("GET", "/", "Host", "a.test", "Connection", option);

    assertThat(
            ((RequestCheck.Accepted) RequestCheck.of(head, version, "weir-n"))
                .request()
                .keepAlive())
        .isEqualTo(goesOn);
  }

  private static CheckedRequest accepted(RequestHead head) {
    RequestCheck check = RequestCheck.of(head, "HTTP/1.1", "weir-n");
    assertThat(check).isInstanceOf(RequestCheck.Accepted.class);
    return ((RequestCheck.Accepted) check).request();
  }

  private static void assertRefused(RequestHead head, Refusal refusal) {
    assertThat(RequestCheck.of(head, "HTTP/1.1", "weir-n"))
        .isEqualTo(new RequestCheck.Refused(refusal));
  }

  private static RequestHead head(String method, String target, String... fields) {
    return new RequestHead(method, target, Fields.of(fields));
  }
}
