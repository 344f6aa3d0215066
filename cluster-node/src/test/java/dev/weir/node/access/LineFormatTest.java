package dev.weir.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Ring;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lines as other programs read them, of records as clients would like to have them.
final class LineFormatTest {
  /// What Calamaris, SquidAnalyzer and GoAccess split such lines by.
  private static final Pattern SQUID =
      Pattern.compile(
          "(\\d+\\.\\d{3}) +(\\d+) (\\S+) ([A-Z_]+)/(\\d{3}) (\\d+) (\\S+) (\\S+) (\\S+)"
              + " ([A-Z_]+)/(\\S+) (\\S+)");

  /// The pattern that most tools have for the combined format.
  private static final Pattern COMBINED =
      Pattern.compile(
          "^(\\S+) (\\S+) (\\S+) \\[([\\w:/]+\\s[+\\-]\\d{4})\\] \"(\\S+) (\\S+)\\s*(\\S*)\""
              + " (\\d{3}) (\\d+|-) \"((?:[^\"\\\\]|\\\\.)*+)\" \"((?:[^\"\\\\]|\\\\.)*+)\"$");

  private static final List<String> HOSTILE =
      List.of(
          "/a b\r\n1767225600.000 1 192.0.2.66 TCP_HIT/200 1 GET http://forged.test/",
          "/\" 200 1 \"-\" \"-\"\n192.0.2.66 - - [x] \"GET / HTTP/1.1",
          "/\",\"result\":\"hit\"}\n{\"x\":\"",
          "/\u001b[2J\u009b31m\u0000\u007f\\",
          "/\\\" \\",
          latin1("/\u202egnp.exe\u2028\u2029\ufeff"),
          "/\u00ff\u00fe\u00c0\u00af\u00ed\u00a0\u0080\u00f4\u0090\u0080\u0080\u00e2\u0082",
          "/" + "\"".repeat(1 << 20));

  private final Ring ring = new Ring();
  private final Draft draft = new Draft(ring, AccessLog.off());

  @Test
  @DisplayName("a line in Squid's format has its ten fields")
  void squid() {
    plain();
    assertThat(line(AccessLog.Format.SQUID))
        .isEqualTo(
            "1767225600.042     12 192.0.2.7 TCP_MEM_HIT/200 1324 GET"
                + " http://www.example.com/a?b=c - HIER_NONE/- text/html\n");
    fetched(Treatment.MISS, ObjectSource.ORIGIN, false);
    assertThat(line(AccessLog.Format.SQUID)).contains("TCP_MISS/200", " HIER_DIRECT/198.51.100.1 ");
    fetched(Treatment.RELAYED, ObjectSource.PEER, false);
    assertThat(line(AccessLog.Format.SQUID)).contains("TCP_MISS/200", " SIBLING_HIT/198.51.100.1 ");
    fetched(Treatment.MISS, ObjectSource.ORIGIN, true);
    assertThat(line(AccessLog.Format.SQUID)).contains(" TCP_MISS_ABORTED/200 ");
  }

  @Test
  @DisplayName("what was never a request has a line, too")
  void refused() {
    draft.begin(400, Treatment.REFUSED, ObjectSource.NONE).at(1, 0, 1).end();
    assertThat(line(AccessLog.Format.SQUID))
        .isEqualTo("0.001      0 - NONE/400 0 - error:invalid-request - HIER_NONE/- -\n");
    draft.begin(400, Treatment.REFUSED, ObjectSource.NONE).at(1, 0, 1).end();
    assertThat(line(AccessLog.Format.COMBINED))
        .isEqualTo("- - - [01/Jan/1970:00:00:00 +0000] \"-\" 400 0 \"-\" \"-\"\n");
    draft.begin(400, Treatment.REFUSED, ObjectSource.NONE).at(1, 0, 1).end();
    assertThat(json().path("result").asString()).isEqualTo("refused");
  }

  @Test
  @DisplayName("a line in the combined format is read by the pattern that most tools have")
  void combined() {
    plain();
    assertThat(line(AccessLog.Format.COMBINED))
        .isEqualTo(
            "192.0.2.7 - - [01/Jan/2026:00:00:00 +0000] \"GET http://www.example.com/a?b=c"
                + " HTTP/1.1\" 200 1024 \"http://www.example.com/\" \"Mozilla/5.0 (X11)\"\n");
  }

  @Test
  @DisplayName("a line of JSON has what is known by the documented names")
  void json_() {
    plain();
    JsonNode line = json();
    assertThat(line.path("time").asString()).isEqualTo("2026-01-01T00:00:00.042Z");
    assertThat(line.path("id").asString()).isEqualTo("00000000000000ff");
    assertThat(line.path("client").asString()).isEqualTo("192.0.2.7");
    assertThat(line.path("client_port").asInt()).isEqualTo(49152);
    assertThat(line.path("url").asString()).isEqualTo("http://www.example.com/a?b=c");
    assertThat(line.path("source").asString()).isEqualTo("memory");
    assertThat(line.path("rule").asString()).isEqualTo("images");
    assertThat(line.path("bytes").asLong()).isEqualTo(1324);
    assertThat(line.path("body_bytes").asLong()).isEqualTo(1024);
    assertThat(line.path("elapsed_us").asLong()).isEqualTo(12_345);
    assertThat(line.has("asked")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "SEC-K6 whatever a client writes is one line of printable text with the usual fields")
  void hostile(AccessLog.Format format) {
    for (String text : HOSTILE) {
      hostileEverywhere(text);
      String line = line(format);
      expectOneLine(format, line);
      assertThat(line.length()).isLessThan(Lines.LINE_OCTETS_MAX);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("so is noise")
  void noise(AccessLog.Format format) {
    var random = new SplittableRandom(36);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int length = 1 + random.nextInt(60); length > 0; length--) {
        text.append((char) random.nextInt(256));
      }
      hostileEverywhere(text.toString());
      expectOneLine(format, line(format));
    }
  }

  @Test
  @DisplayName("RFC 8259 §8.1 UTF-8 stays, other octets are written as \\xNN")
  void utf8() {
    hostileEverywhere(latin1("/größe-日本-😀") + "\u00ff");
    assertThat(json().path("user_agent").asString()).isEqualTo("/größe-日本-😀\\xff");
    hostileEverywhere(latin1("/\u202e"));
    assertThat(line(AccessLog.Format.JSON)).contains("\"user_agent\":\"/\\u202e\"");
  }

  private static void expectOneLine(AccessLog.Format format, String line) {
    assertThat(line).endsWith("\n");
    String text = line.substring(0, line.length() - 1);
    assertThat(text.chars().allMatch(c -> c >= 0x20 && c != 0x7f && (c < 0x80 || c > 0x9f)))
        .as(text)
        .isTrue();
    switch (format) {
      case SQUID -> {
        Matcher fields = SQUID.matcher(text);
        assertThat(fields.matches()).as(text).isTrue();
        assertThat(fields.group(3)).isEqualTo("192.0.2.7");
        assertThat(text.split(" +", -1)).hasSize(10);
      }
      case COMBINED -> {
        Matcher fields = COMBINED.matcher(text);
        assertThat(fields.matches()).as(text).isTrue();
        assertThat(fields.group(8)).isEqualTo("200");
      }
      case JSON -> {
        JsonNode read = JsonMapper.builder().build().readTree(text);
        assertThat(read.path("result").asString()).isEqualTo("miss");
        assertThat(read.path("client").asString()).isEqualTo("192.0.2.7");
      }
    }
  }

  @Test
  @DisplayName(
      "what the client spoke, and which router diverted it, stand where each format has it")
  void spoken() {
    both();
    assertThat(line(AccessLog.Format.SQUID)).contains(" GET https://www.example.com/a - ");
    both();
    assertThat(line(AccessLog.Format.COMBINED))
        .contains("\"GET https://www.example.com/a HTTP/2.0\"");
    both();
    JsonNode line = json();
    assertThat(line.path("router").asString()).isEqualTo("192.0.2.1");
    assertThat(line.path("url").asString()).isEqualTo("https://www.example.com/a");
    assertThat(line.path("version").asString()).isEqualTo("2.0");
    plain();
    line = json();
    assertThat(line.has("router")).isFalse();
    assertThat(line.path("version").asString()).isEqualTo("1.1");
  }

  private void both() {
    begin(Treatment.HIT, ObjectSource.MEMORY, false)
        .router(0xc0000201)
        .mark(Mark.HTTP_2, true)
        .mark(Mark.TLS, true)
        .mark(Mark.HTTP_1_0, false)
        .text("GET")
        .text("www.example.com")
        .text("/a")
        .end();
  }

  private Draft begin(Treatment how, ObjectSource source, boolean broken) {
    return draft
        .begin(200, how, source)
        .at(1_767_225_600_042L, 12_345_678, 255)
        .sent(300, 1024)
        .client(Draft.address(InetAddress.ofLiteral("192.0.2.7")), 49_152)
        .mark(Mark.BROKEN, broken);
  }

  private void plain() {
    byte[] target = "GET /a?b=c HTTP/1.1".getBytes(StandardCharsets.US_ASCII);
    begin(Treatment.HIT, ObjectSource.MEMORY, false)
        .text("GET")
        .text("www.example.com")
        .text(target, 4, 6)
        .text("http://www.example.com/")
        .text("Mozilla/5.0 (X11)")
        .text("text/html; charset=utf-8")
        .text("images")
        .end();
  }

  private void fetched(Treatment how, ObjectSource source, boolean broken) {
    begin(how, source, broken)
        .other(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 80))
        .text("GET")
        .text("www.example.com")
        .text("/")
        .end();
  }

  private void hostileEverywhere(String text) {
    begin(Treatment.MISS, ObjectSource.ORIGIN, false)
        .text(text)
        .text(text)
        .text(text)
        .text(text)
        .text(text)
        .text(text)
        .text(text)
        .text(text)
        .end();
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(line(AccessLog.Format.JSON));
  }

  /// The line of the oldest record.
  private String line(AccessLog.Format format) {
    var entry = new Entry();
    var lines = new Lines();
    int length = entry.at(ring.octets(), ring.peek());
    LineFormat.of(format).write(entry, lines);
    ring.release(length);
    return new String(lines.octets(), 0, lines.length(), StandardCharsets.UTF_8);
  }

  /// UTF-8 as it comes off the wire, one character for each octet.
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
