package dev.weir.node.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Which certificate is shown, and which may be.
class TlsSectionsTest {
  private static final Instant BEFORE_ALL = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant AFTER_ALL = Instant.parse("2190-01-01T00:00:00Z");

  @Test
  @DisplayName(
      "RFC 6066 §3 the whole name goes before a pattern, a longer pattern before a shorter")
  void names() {
    var exact = section("www.example.com", "example.net");
    var deep = section("*.a.example.com");
    var wide = section("*.example.com");
    var all = section("*");
    var sections = new TlsSections(List.of(wide, all, deep, exact));

    assertThat(sections.of("www.example.com")).contains(exact);
    assertThat(sections.of("x.a.example.com")).contains(deep);
    assertThat(sections.of("y.example.com")).contains(wide);
    assertThat(sections.of("example.com")).contains(all);
    assertThat(sections.unnamed()).isEqualTo(all);
  }

  @Test
  @DisplayName("a name that no section has is nobody's; without a name it is the first section's")
  void strangers() {
    var first = section("*.example.com");
    var sections = new TlsSections(List.of(first, section("b.test")));

    assertThat(sections.of("example.com")).isEmpty();
    assertThat(sections.of("badexample.com")).isEmpty();
    assertThat(sections.unnamed()).isEqualTo(first);
  }

  @Test
  @DisplayName("a certificate may be shown from its beginning to its end, with its own key alone")
  void pairs() throws IOException {
    String www = text("www.pem");
    Instant now = Instant.now();

    assertThat(ServerCertificate.of(www, text("www.key"), now))
        .isInstanceOf(ServerCertificate.Reading.Good.class);
    assertThat(parts(ServerCertificate.of(www, text("other.key"), now))).containsExactly("key");
    assertThat(parts(ServerCertificate.of(www, text("www.key"), AFTER_ALL)))
        .containsExactly("certificate");
    assertThat(parts(ServerCertificate.of(www, text("www.key"), BEFORE_ALL)))
        .containsExactly("certificate");
    assertThat(parts(ServerCertificate.of(www, "nothing", AFTER_ALL)))
        .containsExactly("certificate", "key");
    assertThat(parts(ServerCertificate.of("nothing", "", now))).containsExactly("certificate");
  }

  @Test
  @DisplayName("it is warned of 14 days before its end")
  void ends() throws IOException {
    var read =
        (ServerCertificate.Reading.Good)
            ServerCertificate.of(text("www.pem"), text("www.key"), Instant.now());
    Instant end = read.certificate().expiry();

    assertThat(read.certificate().endsSoon(end.minus(Duration.ofDays(14)))).isFalse();
    assertThat(read.certificate().endsSoon(end.minus(Duration.ofDays(14)).plusSeconds(1))).isTrue();
  }

  private static List<String> parts(ServerCertificate.Reading reading) {
    return ((ServerCertificate.Reading.Bad) reading)
        .problems().stream().map(ServerCertificate.Problem::part).toList();
  }

  private static TlsSections.Section section(String... hosts) {
    return new TlsSections.Section(
        List.of(hosts),
        () -> {
          throw new IllegalStateException("not asked");
        },
        (_, _) -> {
          throw new IllegalStateException("not asked");
        });
  }

  private static String text(String name) throws IOException {
    try (var in = TlsSectionsTest.class.getResourceAsStream("/tls/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
