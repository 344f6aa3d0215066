package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.reverse.Introductions;
import dev.weir.node.config.reverse.OriginHealthConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sections of `proxy.reverse`, and what they refuse.
class ReverseConfigTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("the shortest section asks its origins in turn, probes nothing, tells nobody")
  void shortest() {
    var reverse =
        ConfigText.accepted(file("{listen: 127.0.0.1:80, origins: [198.51.100.7:80]}"))
            .proxy()
            .reverse()
            .getFirst();

    assertThat(reverse.hosts()).containsExactly("*");
    assertThat(reverse.origins().getFirst().weight()).isEqualTo(1);
    assertThat(reverse.health()).isEqualTo(OriginHealthConfig.DEFAULTS);
    assertThat(reverse.tls()).isEmpty();
    assertThat(reverse.introductions()).isEqualTo(Introductions.NONE);
  }

  @Test
  @DisplayName("every problem of a section at once: no origin or one twice, probes that overlap")
  void refused() {
    assertThat(ConfigText.problems(file("{listen: 127.0.0.1:80}")))
        .anyMatch(it -> it.contains("proxy.reverse[0].origins: missing"));
    assertThat(
            ConfigText.problems(
                file(
                    "{listen: 127.0.0.1:80, origins: [198.51.100.7:80, {address: 198.51.100.7:80,"
                        + " weight: 0}], health: {interval: 1s, timeout: 2s}}")))
        .anyMatch(it -> it.contains("origins: one is written twice"))
        .anyMatch(it -> it.contains("origins[1].weight"))
        .anyMatch(it -> it.contains("health.timeout: longer than interval"));
  }

  @Test
  @DisplayName("a certificate is refused with a key that is not its own; with its own it is taken")
  void certificates() throws IOException {
    for (String name : List.of("www.pem", "www.key", "other.key")) {
      try (var in = ReverseConfigTest.class.getResourceAsStream("/tls/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    assertThat(ConfigText.accepted(file(tls("www.pem", "www.key"))).proxy().reverse())
        .allSatisfy(it -> assertThat(it.tls()).isPresent());
    assertThat(ConfigText.problems(file(tls("www.pem", "other.key"))))
        .singleElement()
        .asString()
        .contains("tls.key: it is not the key of the certificate");
    assertThat(ConfigText.problems(file(tls("none.pem", "www.pem"))))
        .anyMatch(it -> it.contains("tls.certificate: there is no file"));
    assertThat(ConfigText.problems(file(tls("www.pem", "www.pem"))))
        .anyMatch(it -> it.contains("tls.key: there is no private key"));
  }

  @Test
  @DisplayName("sections of one listener have all a certificate or none, and the same introducers")
  void together() throws IOException {
    for (String name : List.of("www.pem", "www.key")) {
      try (var in = ReverseConfigTest.class.getResourceAsStream("/tls/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    String plain = "{listen: 127.0.0.1:443, origins: [198.51.100.7:80]";
    assertThat(ConfigText.problems(file(tls("www.pem", "www.key") + ", " + plain + "}")))
        .anyMatch(it -> it.contains("127.0.0.1:443 is with tls in one section"));
    assertThat(
            ConfigText.problems(file(plain + "}, " + plain + ", proxy-protocol: [192.0.2.0/24]}")))
        .anyMatch(it -> it.contains("proxy-protocol differs"));
  }

  private String tls(String certificate, String key) {
    return "{listen: 127.0.0.1:443, origins: [198.51.100.7:80], tls: {certificate: \"file:%s\", key:"
            .formatted(folder.resolve(certificate))
        + " \"file:%s\"}}".formatted(folder.resolve(key));
  }

  private static String file(String sections) {
    return "node: {name: cache-1, address: 192.0.2.11}\nproxy: {reverse: [" + sections + "]}\n";
  }
}
