package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers of origins that must not be believed: of none is anything stored, and no client takes a
/// part of one for the whole.
///
/// In an answer `|` stands for the end of a line.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProxyBadOriginTest {
  private static final String OK = "HTTP/1.1 200 OK|Cache-Control: max-age=60|";

  private final Scene scene = new Scene();
  private int cases;

  @AfterAll
  void close() throws IOException {
    scene.close();
  }

  static Stream<Arguments> brokenInside() {
    return Stream.of(
        argumentSet("RFC 9112 §8 fewer octets than Content-Length", OK + "Content-Length: 9||half"),
        argumentSet("RFC 9112 §8 no octet of the body", OK + "Content-Length: 9||"),
        argumentSet("RFC 9112 §8 no last chunk", chunked("4|half|")),
        argumentSet("RFC 9112 §8 an end inside a chunk", chunked("8|half")),
        argumentSet("RFC 9112 §8 no end of the trailers", chunked("4|half|0|X: y|")),
        argumentSet("RFC 9112 §6.3 a second answer", length("4", "body") + length("4", "evil")),
        argumentSet("RFC 9112 §6.3 more after the last chunk", chunked("4|body|0||more")),
        argumentSet("RFC 9112 §7.1 a chunk size that is no number", chunked("zz|body|0||")),
        argumentSet("RFC 9112 §7.1 no chunk size", chunked("|body|0||")),
        argumentSet("RFC 9112 §7.1 a negative chunk size", chunked("-4|body|0||")),
        argumentSet("RFC 9112 §7.1 a signed chunk size", chunked("+4|body|0||")),
        argumentSet("RFC 9112 §7.1 a chunk size with 0x", chunked("0x4|body|0||")),
        argumentSet("RFC 9112 §7.1 a chunk size that overflows", chunked("ffffffffffffffff4|body")),
        argumentSet("RFC 9112 §7.1 a chunk longer than its size", chunked("2|body|0||")),
        argumentSet("RFC 9112 §7.1 a bare LF in a chunk extension", chunked("4;a\nb|body|0||")),
        argumentSet("a chunk extension of 100 KiB", chunked("4;" + "a".repeat(100_000) + "|body|")),
        argumentSet("trailers of 100 KiB", chunked("4|body|0|X: " + "a".repeat(100_000) + "||")),
        argumentSet("SEC-H6 5,000 chunks of an octet", chunked("1|a|".repeat(5_000))),
        argumentSet("a NUL in a trailer", chunked("4|body|0|X: a\0b||")));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("brokenInside")
  @DisplayName(
      "SEC-H16 broken inside: the client's connection is broken off, and nothing is stored")
  void brokenInside(String answer) throws IOException {
    String target = answering(answer);
    try (RawClient client = scene.node.client()) {
      assertThatThrownBy(() -> client.get(target, scene.host)).isInstanceOf(IOException.class);
    }
    assertNothingOf(target);
  }

  static Stream<Arguments> framings() {
    return Stream.of(
        argumentSet("RFC 9112 §6.3 two lengths", twice("Content-Length: 4", "Content-Length: 5")),
        argumentSet("RFC 9112 §6.3 a list of lengths", length("4, 5", "body")),
        argumentSet(
            "RFC 9112 §6.3 a length and chunks", length("4|Transfer-Encoding: chunked", "")),
        argumentSet(
            "RFC 9112 §6.3 chunks and a length",
            chunked("4|body|0||").replace("||", "|Content-Length: 4||")),
        argumentSet("RFC 9112 §6.3 a signed length", length("+4", "body")),
        argumentSet("RFC 9112 §6.3 a negative length", length("-4", "body")),
        argumentSet("RFC 9112 §6.3 a hexadecimal length", length("0x4", "body")),
        argumentSet("RFC 9112 §6.3 an empty length", length("", "body")),
        argumentSet("RFC 9112 §6.3 a length with a space in it", length("1 0", "body")),
        argumentSet("RFC 9112 §6.3 a length that overflows", length("9".repeat(30), "body")),
        argumentSet("RFC 9112 §6.1 an unknown coding", coding("cow")),
        argumentSet("RFC 9112 §6.1 a coding before chunks", coding("gzip, chunked")),
        argumentSet("RFC 9112 §6.1 a coding after chunks", coding("chunked, identity")),
        argumentSet(
            "RFC 9112 §6.1 chunks twice",
            twice("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
        argumentSet("RFC 9112 §6.1 an empty coding", coding("")),
        argumentSet("RFC 9112 §6.1 a coding like chunked", coding("xchunked")));
  }

  static Stream<Arguments> heads() {
    return Stream.of(
        argumentSet("RFC 9112 §5.2 a folded line", OK + "X: y| z|Content-Length: 4||body"),
        argumentSet("RFC 9112 §5 a line without a colon", OK + "X y|Content-Length: 4||body"),
        argumentSet("RFC 9112 §5 a line without a name", OK + ": y|Content-Length: 4||body"),
        argumentSet("RFC 9110 §5.5 a NUL in a value", OK + "X: a\0b|Content-Length: 4||body"),
        argumentSet("RFC 9110 §5.5 a bare CR in a value", OK + "X: a\rb|Content-Length: 4||body"),
        argumentSet("RFC 9110 §5.1 a control in a name", OK + "X\1Y: a|Content-Length: 4||body"),
        argumentSet("a head of 70 KiB", OK + "X: " + "a".repeat(70_000) + "|Content-Length: 0||"),
        argumentSet("101 fields", OK + "X: a|".repeat(101) + "Content-Length: 4||body"),
        argumentSet("RFC 9112 §4 a status of four digits", "HTTP/1.1 2000 OK|Content-Length: 0||"),
        argumentSet("RFC 9112 §4 a status below 100", "HTTP/1.1 099 OK|Content-Length: 0||"),
        argumentSet("RFC 9112 §4 a status above 599", "HTTP/1.1 600 OK|Content-Length: 0||"),
        argumentSet("RFC 9112 §4 no status", "HTTP/1.1 OK|Content-Length: 0||"),
        argumentSet("RFC 9110 §15.2.2 101 that nobody asked for", "HTTP/1.1 101 X|Upgrade: x||"),
        argumentSet("RFC 9112 §2.3 another major version", "HTTP/2.0 200 OK|Content-Length: 0||"),
        argumentSet("HTTP/0.9: a body and nothing else", "<html>hello</html>"),
        argumentSet("another protocol", "220 mail.test ESMTP||"),
        argumentSet("an end inside the head", "HTTP/1.1 200 OK|X: y"),
        argumentSet("an end before the head", ""),
        argumentSet("RFC 9110 §15.2 an interim response and no other", "HTTP/1.1 103 E||"),
        argumentSet("RFC 9110 §15.2 eleven interim responses", "HTTP/1.1 103 E||".repeat(11)),
        argumentSet("SEC-H15 1,000 interim responses", "HTTP/1.1 103 E||".repeat(1_000)),
        argumentSet("SEC-H7 a coding behind a comma", coding(",chunked")),
        argumentSet("SEC-H4 a fold before the first field", "HTTP/1.1 200 OK| X: y||"));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource({"framings", "heads"})
  @DisplayName("SEC-H16 CVE-2026-42584 no answer that we would pass on: 502, and nothing is stored")
  void notAnswers(String answer) throws IOException {
    String target = answering(answer);
    try (RawClient client = scene.node.client()) {
      assertThat(last(client, target).status()).isEqualTo(502);
    }
    assertNothingOf(target);
  }

  static Stream<Arguments> withoutBody() {
    return Stream.of(
        argumentSet("RFC 9110 §15.3.5 octets after a 204", "HTTP/1.1 204 No Content||garbage"),
        argumentSet("RFC 9110 §15.4.5 octets after a 304", "HTTP/1.1 304 Not Modified||garbage"),
        argumentSet("another answer after a 204", "HTTP/1.1 204 N||" + length("4", "evil")));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("withoutBody")
  @DisplayName(
      "SEC-H18 what follows an answer without a body is nobody's answer, and nothing is stored")
  void withoutBody(String answer) throws IOException {
    String target = answering(answer.replace("|X", "|Cache-Control: max-age=60|X"));
    try (RawClient client = scene.node.client()) {
      assertThatThrownBy(
              () -> {
                client.get(target, scene.host);
                client.get("/next", scene.host);
              })
          .isInstanceOf(IOException.class);
    }
    assertNothingOf(target);
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("accepted")
  @DisplayName("SEC-H16 odd and allowed: the client gets the whole")
  void accepted(String answer) throws IOException {
    String target = answering(answer);
    try (RawClient client = scene.node.client()) {
      assertThat(client.get(target, scene.host).body()).isEqualTo("body");
    }
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        argumentSet("RFC 9112 §6.3 octets behind Content-Length", length("4", "body and more")),
        argumentSet("RFC 9112 §2.2 an empty line after the body", length("4", "body|")),
        argumentSet("RFC 9112 §7.1.2 trailers", chunked("4;x=\"y\"|body|0|X: y||")),
        argumentSet("RFC 9112 §6.3 the body ends with the connection", OK + "|body"),
        argumentSet("RFC 9112 §5.1 a space before the colon", OK + "Content-Length : 4||body"),
        argumentSet("HTTP/1.0", "HTTP/1.0 200 OK|Content-Length: 4||body"));
  }

  private String answering(String answer) {
    String target = "/case-" + cases++;
    byte[] octets = OriginRecorder.latin1(answer.replace("|", "\r\n"));
    scene.origin.answering(
        target,
        (asked, out) -> {
          out.write(octets);
          throw new OriginRecorder.Hangup();
        });
    return target;
  }

  private void assertNothingOf(String target) throws IOException {
    assertThat(scene.node.proxy.inventory()).noneMatch(url -> url.endsWith(target));
    scene.origin.answering(target, OriginRecorder.fresh("good"));
    try (RawClient client = scene.node.client()) {
      assertThat(client.get(target, scene.host).body()).isEqualTo("good");
    }
    assertThat(scene.origin.countOf(target)).isEqualTo(2);
  }

  private RawClient.Response last(RawClient client, String target) throws IOException {
    client.send("GET " + target + " HTTP/1.1\r\nHost: " + scene.host + "\r\n\r\n");
    RawClient.Response response = client.read(false);
    while (response.status() < 200) {
      response = client.read(false);
    }
    return response;
  }

  private static String length(String value, String body) {
    return OK + "Content-Length: " + value + "||" + body;
  }

  private static String chunked(String body) {
    return OK + "Transfer-Encoding: chunked||" + body;
  }

  private static String coding(String value) {
    return OK + "Transfer-Encoding: " + value + "||4|body|0||";
  }

  private static String twice(String one, String other) {
    return OK + one + "|" + other + "||4|body|0||";
  }
}
