package dev.weir.node.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The file that configures browsers, as a JavaScript engine runs it.
final class PacTest {
  /// What browsers have beside the language itself.
  private static final String BROWSER =
      """
      function isPlainHostName(h) { return h.indexOf('.') < 0 && h.indexOf(':') < 0; }
      function dnsDomainIs(h, d) { return h.length >= d.length && h.slice(-d.length) == d; }
      function number(a) { return a.split('.').reduce((n, o) => n * 256 + Number(o), 0); }
      function isInNet(a, n, m) {
        return ((number(a) & number(m)) >>> 0) == ((number(n) & number(m)) >>> 0); }
      var names = {'inner.example.com': '10.2.3.4', 'outer.example.com': '198.51.100.7'};
      function dnsResolve(h) { return /^[0-9.]+$/.test(h) ? h : names[h] || null; }
      """;

  private static final String FILE =
      Pac.of(
          List.of("192.0.2.11:3128", "192.0.2.12:3128"),
          List.of("www.example.org", "*.example.net", "10.2.0.0/16"));
  private static final String PROXIES = "PROXY 192.0.2.11:3128; PROXY 192.0.2.12:3128";

  @Test
  @DisplayName("the proxies in their order; direct are patterns, prefixes, plain names and FTP")
  void runs() throws Exception {
    assertThat(
            answers(
                "http://outer.example.com/",
                "https://nobody.example.com/",
                "http://www.example.org/",
                "http://WWW.EXAMPLE.ORG/",
                "http://www.www.example.org/",
                "http://a.example.net/",
                "http://badexample.net/",
                "http://inner.example.com/",
                "http://10.2.0.1/",
                "http://10.3.0.1/",
                "http://intranet/",
                "ftp://outer.example.com/"))
        .containsExactly(
            PROXIES, PROXIES, "DIRECT", "DIRECT", PROXIES, "DIRECT", PROXIES, "DIRECT", "DIRECT",
            PROXIES, "DIRECT", "DIRECT");
  }

  @Test
  @DisplayName("without exceptions no name is looked up; with * everything is direct")
  void plain() {
    assertThat(Pac.of(List.of("192.0.2.11:3128"), List.of())).doesNotContain("dnsResolve");
    assertThat(Pac.of(List.of("192.0.2.11:3128"), List.of("*"))).contains("if (true) return");
  }

  private static List<String> answers(String... urls) throws Exception {
    var script = new StringBuilder(BROWSER).append(FILE);
    for (String url : urls) {
      String host = url.substring(url.indexOf("://") + 3, url.length() - 1);
      script.append("console.log(FindProxyForURL('%s', '%s'));\n".formatted(url, host));
    }
    Process engine = engine();
    try (var in = engine.getOutputStream()) {
      in.write(script.toString().getBytes(StandardCharsets.UTF_8));
    }
    return new String(engine.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static Process engine() {
    try {
      return new ProcessBuilder("node", "-").redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("there is no JavaScript engine here: " + e.getMessage());
      throw new IllegalStateException(e);
    }
  }
}
