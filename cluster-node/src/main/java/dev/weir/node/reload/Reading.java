package dev.weir.node.reload;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SecretSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a node's configuration comes from, at its start and whenever it is read anew.
///
/// @param sidecar one that is named beside the file
public record Reading(
    Path file, Map<String, String> environment, Optional<ListenAddress> sidecar) {
  /// Copies the environment.
  public Reading {
    environment = Map.copyOf(environment);
  }

  /// Reads the file as it is now.
  public Loading<Written> read() {
    Path folder = file.toAbsolutePath().getParent();
    var secrets = new SecretSource(folder == null ? Path.of("/") : folder, environment);
    return ConfigSource.text(
        file,
        text -> {
          var source = new ConfigSource(file.toString(), text, secrets);
          return switch (source.load(root -> NodeConfig.read(root, sidecar))) {
            case Loading.Loaded<NodeConfig>(NodeConfig config, var warnings) ->
                new Loading.Loaded<>(new Written(text, config), warnings);
            case Loading.Refused<NodeConfig>(var problems) -> new Loading.Refused<>(problems);
          };
        });
  }
}
