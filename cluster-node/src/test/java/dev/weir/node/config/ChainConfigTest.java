package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.chain.ChainConfig;
import dev.weir.node.config.chain.ParentConfig;
import dev.weir.node.config.value.HostPort;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainConfigTest {
  private static final String PARENTS =
      """
      proxy:
        parents:
          - {name: head, address: "proxy.example.com:3128"}
          - {name: spare, address: "192.0.2.9:8080", weight: 3, connect-timeout: 500ms,
             health: {interval: 1s, failures: 5}}
      """;

  @Test
  @DisplayName("a parent with nothing but name and address has the defaults")
  void defaults() {
    List<ParentConfig> parents =
        ConfigText.accepted(ConfigText.SHORTEST + PARENTS).proxy().parents();

    assertThat(parents)
        .containsExactly(
            new ParentConfig(
                "head",
                new HostPort("proxy.example.com", 3128),
                1,
                Optional.empty(),
                Duration.ofSeconds(2),
                ParentConfig.Health.DEFAULTS),
            new ParentConfig(
                "spare",
                new HostPort("192.0.2.9", 8080),
                3,
                Optional.empty(),
                Duration.ofMillis(500),
                new ParentConfig.Health(Duration.ofSeconds(1), 5)));
  }

  @Test
  @DisplayName("every key of a rule is read, and becomes the rule that decides")
  void rules() {
    var config =
        ConfigText.accepted(
                ConfigText.SHORTEST
                    + PARENTS
                    + """
                      chain:
                        - {name: inside, hosts: [.corp.example.com], prefixes: [10.0.0.0/8],
                           to: direct, cache: no}
                        - {name: rest, urls: ['\\.iso$'], methods: [GET], clients: [192.0.2.0/24],
                           to: [head, spare], choose: hash, fallback: direct}
                    """)
            .proxy();

    assertThat(config.chain())
        .extracting(ChainConfig::to)
        .containsExactly(List.of(), List.of("head", "spare"));
    ChainPolicy policy = ChainPolicy.of(config);
    assertThat(policy.isDirect()).isFalse();
    assertThat(policy.rules().rules().getFirst().stores()).isFalse();
    assertThat(policy.rules().rules().getLast().choice()).isEqualTo(Choice.HASH);
    assertThat(policy.rules().rules().getLast().fallsBack()).isTrue();
    assertThat(policy.rules().rules().getLast().stores()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{name: a, to: [nobody]} | to: nobody is none of proxy.parents; write it there, too",
        "{name: a} | to: missing; write it, such as to: direct",
        "{name: a, to: direct, choose: hash} | to: direct, and yet choose or fallback is written;"
            + " remove them",
        "{name: a, to: direct, urls: ['(']} | urls[0]: \"(\" is not an expression of RE2",
        "{name: a, to: direct, hosts: ['a b']} | hosts[0]: \"a b\" is not a domain",
        "{name: a, to: indirect} | to: not a list; write it in brackets, such as [head-office]",
      })
  @DisplayName("what cannot be is refused with key, reason and remedy")
  void refused(String rule, String problem) {
    assertThat(ConfigText.problems(ConfigText.SHORTEST + "proxy: {chain: [" + rule + "]}\n"))
        .anyMatch(it -> it.contains("proxy.chain[0]." + problem));
  }

  @Test
  @DisplayName("two of one name, an address without a port, and a password in the file are refused")
  void refusedParents() {
    assertThat(
            ConfigText.problems(
                ConfigText.SHORTEST
                    + """
                    proxy:
                      parents:
                        - {name: a, address: "192.0.2.9:1"}
                        - {name: a, address: proxy.example.com}
                        - {name: b, address: "192.0.2.9:1", credentials: {user: u, password: p}}
                    """))
        .anyMatch(it -> it.contains("a is the name of two of them"))
        .anyMatch(it -> it.contains("\"proxy.example.com\" has no port"))
        .anyMatch(it -> it.contains("a secret does not stand in this file"));
  }
}
