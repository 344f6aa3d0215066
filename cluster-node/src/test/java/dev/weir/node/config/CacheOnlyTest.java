package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheOnlyTest {
  private static final String REVERSE =
      """
      node: {name: cache-1, address: 192.0.2.11}
      proxy: {reverse: [{listen: "192.0.2.11:80", origins: ["192.0.2.7:8080"]}]}
      """;

  @Test
  @DisplayName("a file that names no diverted packets is of a node that needs neither wccp nor gre")
  void cacheOnly() {
    var config = ConfigText.accepted(REVERSE);

    assertThat(config.diverts()).isFalse();
    assertThat(config.proxy().reverse().getFirst().hosts()).containsExactly("*");
  }

  @ParameterizedTest
  @DisplayName("what only diverted packets need is asked for as soon as anything of it is written")
  @CsvSource(
      delimiter = '|',
      value = {
        "wccp: {routers: [192.0.2.1]}      | gre.interface: missing",
        "gre: {tun: wccp7}                 | gre.interface: missing",
        "gre: {interface: n0}              | wccp.routers: missing",
        "origin: {address: client}         | origin.address: client, but answers"
      })
  void half(String line, String problem) {
    assertThat(ConfigText.problems(REVERSE + line + "\n"))
        .anySatisfy(it -> assertThat(it).contains(problem));
  }

  @Test
  @DisplayName("explicit clients' hosts are looked up, so there must be name servers")
  void nameServers() {
    assertThat(
            ConfigText.problems(
                """
                node: {name: cache-1, address: 192.0.2.11}
                proxy: {forward: {listen: "192.0.2.11:3128", clients: [10.0.0.0/8]}}
                """))
        .containsExactly(
            "node.yaml:1: dns.servers: missing; write the clients' name servers, such as"
                + " [192.0.2.53]");
  }
}
