package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeLineTest {
  @Test
  @DisplayName("the line of services is what the parser takes it for")
  void plain() {
    String[] words = {"node", "--config", "/etc/weir/node.yaml"};

    assertThat(NodeLine.file(words)).contains(Path.of(words[2]));
    var parsed = Main.commandLine().parseArgs(words).subcommand();
    assertThat(parsed.commandSpec().name()).isEqualTo("node");
    assertThat(parsed.matchedOptionValue("--config", Path.of("")).toString()).isEqualTo(words[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node",
        "node --help",
        "node --config",
        "node --config --help",
        "node --config @words",
        "node --config \"a\"",
        "node --config=a",
        "node --conf a",
        "node --config a --sidecar 127.0.0.1:3129",
        "node --sidecar 127.0.0.1:3129",
        "router --config a"
      })
  @DisplayName("any other line is the parser's")
  void others(String line) {
    assertThat(NodeLine.file(line.split(" ", -1))).isEmpty();
    assertThat(NodeLine.file(new String[] {"node", "--config", ""})).isEmpty();
  }
}
