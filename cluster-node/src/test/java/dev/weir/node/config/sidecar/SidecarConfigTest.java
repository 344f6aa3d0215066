package dev.weir.node.config.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.ConfigText;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.sidecar.SidecarConfig.HandOver;
import dev.weir.node.config.sidecar.SidecarConfig.Health;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("proxy.sidecar")
final class SidecarConfigTest {
  private static final ListenAddress AT = ListenAddress.of("127.0.0.1:3129");

  @Test
  @DisplayName("is not there unless written; an address is enough for Squid")
  void defaults() {
    assertThat(sidecar("{}")).isEmpty();
    assertThat(sidecar("{to: 127.0.0.1:3129}"))
        .contains(
            new SidecarConfig(
                AT,
                HandOver.TPROXY,
                Optional.empty(),
                new Health("weir", 200),
                Duration.ofMinutes(10)));
  }

  @Test
  @DisplayName("has every key")
  void fullMapping() {
    assertThat(
            sidecar(
                "{to: 127.0.0.2:81, hand-over: proxy-protocol, health: /ok?x=1,"
                    + " health-host: www.example.com, health-status: 204, idle: 1m}"))
        .contains(
            new SidecarConfig(
                ListenAddress.of("127.0.0.2:81"),
                HandOver.PROXY_PROTOCOL,
                Optional.of("/ok?x=1"),
                new Health("www.example.com", 204),
                Duration.ofMinutes(1)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "proxy: {sidecar: {hand-over: tproxy}} | 5: proxy.sidecar.to: missing;"
            + " write where the program listens, such as 127.0.0.1:3129",
        "proxy: {sidecar: {to: 192.0.2.11:3129}} | 5: proxy.sidecar.to: 192.0.2.11 is no loopback"
            + " address; let the program listen on 127.0.0.1: others must not reach it past the"
            + " routers",
        "proxy: {sidecar: {to: 127.0.0.1:3129, health: up}} | 5: proxy.sidecar.health:"
            + " \"up\" is not a path; write begins with /",
        "proxy: {intercept: {divert: redirect}, sidecar: {to: 127.0.0.1:3129}} | 5:"
            + " proxy.intercept.divert: redirect hands nothing to proxy.sidecar;"
            + " write tproxy, or remove it",
        "proxy: {intercept: {probes: [192.0.2.0/24]}, sidecar: {to: 127.0.0.1:3129}} | 5:"
            + " proxy.intercept.probes: with proxy.sidecar nobody here answers /weir-health;"
            + " remove it, and have the switch ask the admin port for /readyz",
      })
  @DisplayName("contradictions are refused with line, reason and remedy")
  void refused(String line, String problem) {
    assertThat(ConfigText.problems(ConfigText.SHORTEST + line + "\n"))
        .containsExactly("node.yaml:" + problem);
  }

  @Test
  @DisplayName("leaves it to the sidecar whose address origins see, and has no use for memory")
  void contradictions() {
    String beside = ConfigText.SHORTEST + "proxy: {sidecar: {to: 127.0.0.1:3129}}\n";

    assertThat(ConfigText.problems(beside + "origin: {address: client}\n"))
        .anyMatch(
            it -> it.startsWith("node.yaml:6: origin.address: client, but with proxy.sidecar"));
    assertThat(ConfigText.warnings(beside + "cache: {memory: 1GiB}\n"))
        .containsExactly(
            "node.yaml:6: cache.memory: with proxy.sidecar this node stores nothing; remove it");
  }

  @Test
  @DisplayName("an address of the command line goes before the file's, and is judged like it")
  void given(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            ConfigText.SHORTEST + "proxy: {sidecar: {to: 127.0.0.1:1, health: /}}\n");

    assertThat(NodeConfig.load(file, Map.of(), Optional.of(AT)))
        .isInstanceOfSatisfying(
            Loading.Loaded.class,
            it ->
                assertThat(((NodeConfig) it.value()).proxy().sidecar().orElseThrow())
                    .satisfies(
                        sidecar -> assertThat(sidecar.to()).isEqualTo(AT),
                        sidecar -> assertThat(sidecar.path()).contains("/")));
    assertThat(NodeConfig.load(file, Map.of(), Optional.of(ListenAddress.of("192.0.2.1:80"))))
        .isInstanceOf(Loading.Refused.class);
  }

  private static Optional<SidecarConfig> sidecar(String section) {
    return ConfigText.accepted(ConfigText.SHORTEST + "proxy: {sidecar: " + section + "}\n")
        .proxy()
        .sidecar();
  }
}
