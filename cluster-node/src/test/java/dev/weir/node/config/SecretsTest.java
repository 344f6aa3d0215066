package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Secrets are told to nobody.
final class SecretsTest {
  private static final String CANARY = "canary-";

  @Test
  @DisplayName("SEC-K8 no secret is in what a configuration says of itself, accepted or refused")
  void canary() {
    String text =
        ConfigText.SHORTEST.replace("]}\ngre", "], password: env:WCCP}\ngre")
            + "cluster: {secret: env:CLUSTER}\n";
    for (String filler : new String[] {"1", "a".repeat(20), "b".repeat(40), "c".repeat(5000)}) {
      var environment = Map.of("WCCP", CANARY + filler, "CLUSTER", CANARY + filler);
      Loading<NodeConfig> loaded =
          new ConfigSource("node.yaml", text, new SecretSource(Path.of("/none"), environment))
              .load(NodeConfig::read);
      assertThat(loaded.toString()).doesNotContain(CANARY);
    }
  }

  @Test
  @DisplayName("SEC-K8 a secret that is printed, alone or in what holds it, is ***")
  void printed() {
    var secret = Secret.of(CANARY + "1");
    assertThat(List.of(secret).toString()).isEqualTo("[***]");
    assertThat("%s".formatted(secret)).isEqualTo("***");
    assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
  }
}
