package dev.weir.node.config;

import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.config.yaml.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Configuration files as they are written in tests.
public final class ConfigText {
  /// The shortest file that is good.
  public static final String SHORTEST =
      """
      node: {name: cache-1, address: 192.0.2.11}
      wccp: {routers: [192.0.2.1]}
      gre: {interface: n0}
      dns: {servers: [192.0.2.53]}
      """;

  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "EIGHT", "eight888",
          "FIVE", "fives",
          "NINE", "ninenine9",
          "SPACED", "a b c d",
          "SHARED", "a-secret-of-thirty-two-characters");

  private ConfigText() {}

  static Loading<NodeConfig> load(String text) {
    var secrets = new SecretSource(Path.of("/nonexistent"), ENVIRONMENT);
    return new ConfigSource("node.yaml", text, secrets).load(NodeConfig::read);
  }

  /// The configuration of a text that must be accepted.
  public static NodeConfig accepted(String text) {
    return switch (load(text)) {
      case Loading.Loaded<NodeConfig>(NodeConfig value, _) -> value;
      case Loading.Refused<NodeConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  /// The warnings of a text that must be accepted.
  public static List<String> warnings(String text) {
    return switch (load(text)) {
      case Loading.Loaded<NodeConfig>(_, List<Problem> warnings) -> lines(warnings);
      case Loading.Refused<NodeConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  /// The problems of a text that must be refused.
  public static List<String> problems(String text) {
    return switch (load(text)) {
      case Loading.Loaded<NodeConfig> loaded -> throw new AssertionError(loaded);
      case Loading.Refused<NodeConfig>(List<Problem> problems) -> lines(problems);
    };
  }

  private static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }
}
