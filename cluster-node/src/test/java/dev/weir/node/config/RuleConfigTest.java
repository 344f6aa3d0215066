package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.rule.RuleConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleConfigTest {

  @Test
  @DisplayName("cache.rules is read in its order, with all that a rule can say")
  void full() {
    List<RuleConfig> rules =
        ConfigText.accepted(
                ConfigText.SHORTEST
                    + """
                    cache:
                      rules:
                        - name: images
                          hosts: [www.example.com, "*.example.net"]
                          paths: [/img/*, '~\\.(jpg|png)$']
                          types: [Image/*]
                          ttl: {min: 10m, max: 24h, default: 1h}
                          size: {max: 10MiB}
                          reload: ignore
                        - name: lab
                          clients: [10.0.0.0/8]
                          store: no
                    """)
            .cache()
            .rules();

    RuleConfig images = rules.getFirst();
    assertThat(rules).hasSize(2);
    assertThat(images.about().hosts()).containsExactly("www.example.com", "*.example.net");
    assertThat(images.about().paths()).containsExactly("/img/*", "~\\.(jpg|png)$");
    assertThat(images.about().types()).containsExactly("image/*");
    assertThat(images.ttl().least()).contains(Duration.ofMinutes(10));
    assertThat(images.ttl().most()).contains(Duration.ofDays(1));
    assertThat(images.ttl().initial()).contains(Duration.ofHours(1));
    assertThat(images.sizeBytesMax()).contains(10L << 20);
    assertThat(images.reload()).contains(RuleConfig.Reload.IGNORE);
    assertThat(images.store()).isTrue();
    assertThat(rules.getLast().store()).isFalse();
    assertThat(rules.getLast().about().clients()).hasSize(1);
    assertThat(rules.getLast().ttl().least()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a rule that says nothing, or what cannot be, is refused by line, reason and remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{store: no} | rules[0].name: missing; write it, such as name: images",
        "{name: a} | rules[0].name: a orders nothing; write ttl, store: no, size or reload",
        "{name: a, ttl: {min: 2h, max: 1h}} | rules[0].ttl.min: is longer than max;"
            + " write the shorter one as min",
        "{name: a, ttl: {max: 1h, default: 2h}} | rules[0].ttl.default: is not between min and max;"
            + " write one that is",
        "{name: a, store: no, size: {max: 1MiB}} | rules[0].store: no, and yet ttl or size are"
            + " written; remove them",
        "{name: a, ttl: {min: 1h}, clients: [10.0.0.0/8]} | rules[0].ttl: for some clients only,"
            + " but what is stored is for all; remove clients, or write the ttl into a rule without",
        "{name: a, store: never} | rules[0].store: \"never\" is not known here; write yes or no",
        "{name: a, reload: allow} | rules[0].reload: \"allow\" is not known here;"
            + " write honour or revalidate or ignore",
        "{name: a, store: no, paths: [img]} | rules[0].paths[0]: \"img\" is not a path pattern;"
            + " begin it with /, * or ~, without blanks",
        "{name: a, store: no, paths: ['~(a']} | rules[0].paths[0]: \"~(a\" is not an expression of"
            + " RE2 (missing closing )); see https://github.com/google/re2/wiki/Syntax",
        "{name: a, store: no, paths: ['~(a{100}){100}b{100}c{100}d']} | rules[0].paths[0]:"
            + " \"~(a{100}){100}b{100}c{100}d\" is too large an expression; count less in braces",
        "{name: a, store: no, types: [image]} | rules[0].types[0]: \"image\" is not a media type;"
            + " write one such as text/css or image/*",
        "{name: a, stor: no} | rules[0].stor: unknown key; did you mean \"store\"?",
      })
  void refused(String rule, String problem) {
    assertThat(ConfigText.problems(ConfigText.SHORTEST + "cache: {rules: [" + rule + "]}\n"))
        .contains("node.yaml:5: cache." + problem);
  }

  @Test
  @DisplayName("two rules of one name are refused: log and Cache-Status name them")
  void twice() {
    assertThat(
            ConfigText.problems(
                ConfigText.SHORTEST
                    + "cache: {rules: [{name: a, store: no}, {name: a, reload: ignore}]}\n"))
        .containsExactly("node.yaml:5: cache.rules: a is the name of two rules; give each its own");
  }
}
