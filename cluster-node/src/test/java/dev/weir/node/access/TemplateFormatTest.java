package dev.weir.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Ring;
import dev.weir.node.access.template.Code;
import dev.weir.node.access.template.Template;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines as operators want them, of records as clients would like to have them.
final class TemplateFormatTest {
  private static final String SQUID = "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %un %Sh/%<a %mt";

  private final Ring ring = new Ring();
  private final Draft draft = new Draft(ring, AccessLog.off());
  private final Entry entry = new Entry();

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "%ts.%03tu!1767225600.042",
        "[%tg]![01/Jan/2026:00:00:00 +0000]",
        "(%6tr|%tr)!(    12|12)",
        "%>a:%>p %<a:%<p!192.0.2.7:49152 198.51.100.1:80",
        "%Ss/%03>Hs %Sh!TCP_MISS/200 HIER_DIRECT",
        "%<st %<sH %{body_bytes}!1324 300 1024",
        "%rm %ru %>rd %>rp %rv!GET http://www.example.com/a%20%22b www.example.com /a%20%22b 1.1",
        "%un %mt!- text/html",
        "\"%\"{Referer}>h\" %{User-Agent}>h!\"http://a.test/\\x22\" A%20b",
        "%{id} %{result} %{source} %{rule} %{detail}!00000000000000ff miss origin images -",
        "100 %%!100 %",
      })
  @DisplayName("each code stands for what Squid has it stand for, and names for our own")
  void codes(String template, String line) {
    record("/a \"b", "http://a.test/\"", "A b");
    assertThat(line(template)).isEqualTo(line + "\n");
  }

  @Test
  @DisplayName("Squid's own template makes the lines of the squid format, of any octets")
  void sameAsSquid() {
    var random = new SplittableRandom(48);
    var squid = new SquidFormat();
    for (int i = 0; i < 1_000; i++) {
      record(noise(random), noise(random), noise(random));
      String line = line(SQUID);
      var lines = new Lines();
      squid.write(entry, lines);
      assertThat(line).isEqualTo(text(lines));
    }
  }

  @Test
  @DisplayName("SEC-K6 every field of noise in one line: one line, and the operator's separators")
  void hostile() {
    var random = new SplittableRandom(49);
    var template = new StringBuilder();
    var codes = EnumSet.complementOf(EnumSet.of(Code.PATH)); // is within the URL
    for (Code code : codes) {
      template.append('%').append(code.written()).append('|');
    }
    for (int i = 0; i < 1_000; i++) {
      record("|" + noise(random), noise(random) + "\n|", "|\"" + noise(random));
      String line = line(template.toString());
      assertThat(line.chars().filter(c -> c == '|')).hasSize(codes.size());
      assertThat(line.strip().chars().allMatch(c -> c >= 0x20 && c < 0x7f)).isTrue();
      String quoted = line("\"%\"{User-Agent}>h\" \"%\"ru\"").strip();
      assertThat(quoted.chars().filter(c -> c == '"')).hasSize(4);
    }
  }

  @Test
  @DisplayName("the router, the version and the scheme have their codes")
  void router() {
    draft
        .begin(200, Treatment.HIT, ObjectSource.MEMORY)
        .router(0xc0000201)
        .mark(Mark.TLS, true)
        .mark(Mark.HTTP_2, true)
        .text("GET")
        .text("www.example.com")
        .text("/a")
        .end();
    assertThat(line("%{router} %rv %ru")).isEqualTo("192.0.2.1 2.0 https://www.example.com/a\n");
    record("/a", "", "");
    assertThat(line("%{router} %rv")).isEqualTo("- 1.1\n");
  }

  @Test
  @DisplayName("what is no request, or was led through, has its line")
  void empty() {
    draft.begin(400, Treatment.REFUSED, ObjectSource.NONE).at(1, 0, 1).end();
    assertThat(line(SQUID))
        .isEqualTo("0.001      0 - NONE/400 0 - error:invalid-request - HIER_NONE/- -\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "%", "%zz", "%03rm", "%99ts", "%{nobody}", "a\tb", "%>Hs%", "größe", "%-5ts"})
  @DisplayName("a template with an unknown code, a wrong width or other characters is refused")
  void refused(String template) {
    assertThat(Template.read(template)).isInstanceOf(Template.Read.Bad.class);
  }

  @Test
  @DisplayName("a template whose lines could be too long is refused, as is too long a template")
  void bounded() {
    assertThat(Template.read("%ru ".repeat(2))).isInstanceOf(Template.Read.Good.class);
    assertThat(Template.read("%ru ".repeat(9))).isInstanceOf(Template.Read.Bad.class);
    assertThat(Template.read("x".repeat(1025))).isInstanceOf(Template.Read.Bad.class);
    String longest = "\u0001".repeat(9_000);
    record(longest, longest, longest);
    assertThat(line("%ru %{Referer}>h %{User-Agent}>h").length()).isLessThan(Lines.LINE_OCTETS_MAX);
  }

  private void record(String target, String referer, String agent) {
    draft
        .begin(200, Treatment.MISS, ObjectSource.ORIGIN)
        .at(1_767_225_600_042L, 12_345_678, 255)
        .sent(300, 1024)
        .client(Draft.address(InetAddress.ofLiteral("192.0.2.7")), 49_152)
        .other(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 80))
        .text("GET")
        .text("www.example.com")
        .text(target)
        .text(referer)
        .text(agent)
        .text("text/html; charset=utf-8")
        .text("images")
        .end();
  }

  private static String noise(SplittableRandom random) {
    var text = new StringBuilder();
    for (int length = 1 + random.nextInt(60); length > 0; length--) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }

  private String line(String template) {
    assertThat(Template.read(template)).isInstanceOf(Template.Read.Good.class);
    var read = ((Template.Read.Good) Template.read(template)).template();
    var lines = new Lines();
    if (ring.peek() >= 0) {
      int length = entry.at(ring.octets(), ring.peek());
      ring.release(length);
    }
    new TemplateFormat(read).write(entry, lines);
    return text(lines);
  }

  private static String text(Lines lines) {
    return new String(lines.octets(), 0, lines.length(), StandardCharsets.ISO_8859_1);
  }
}
