package dev.weir.router.config;

import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.config.yaml.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Reads configurations of a router that tests write as text; `env:PASSWORD` and `env:TOKEN` are
/// good secrets.
final class RouterText {
  static final String TOKEN = "0123456789abcdef".repeat(2);

  private RouterText() {}

  static RouterConfig loaded(String text) {
    return switch (load(text)) {
      case Loading.Loaded<RouterConfig>(RouterConfig config, var _) -> config;
      case Loading.Refused<RouterConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  static List<Problem> refused(String text) {
    return switch (load(text)) {
      case Loading.Loaded<RouterConfig> loaded -> throw new AssertionError(loaded);
      case Loading.Refused<RouterConfig>(List<Problem> problems) -> problems;
    };
  }

  private static Loading<RouterConfig> load(String text) {
    var secrets = new SecretSource(Path.of("/"), Map.of("PASSWORD", "cisco123", "TOKEN", TOKEN));
    return new ConfigSource("router.yaml", text, secrets).load(RouterConfig::read);
  }
}
