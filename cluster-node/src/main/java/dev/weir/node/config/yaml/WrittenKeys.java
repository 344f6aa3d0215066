package dev.weir.node.config.yaml;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a file says, key by key, as it is written: `wccp.routers[1]` to `192.0.2.1`. Pure.
///
/// Secrets do not stand in files, so they are not here either.
public final class WrittenKeys {
  private WrittenKeys() {}

  /// The keys of a text in its order; none where it is not YAML.
  public static Map<String, String> of(String text) {
    var keys = new LinkedHashMap<String, String>();
    var nowhere = new SecretSource(Path.of("/"), Map.of());
    TreeBuilder.parse(text, new Binding("", nowhere, false)).ifPresent(root -> add(root, "", keys));
    return keys;
  }

  private static void add(YamlNode node, String path, Map<String, String> keys) {
    switch (node) {
      case YamlNode.Scalar scalar -> keys.put(path, scalar.text());
      case YamlNode.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          add(sequence.items().get(i), path + "[" + i + "]", keys);
        }
      }
      case YamlNode.Mapping mapping ->
          mapping
              .entries()
              .forEach((name, entry) ->
                  add(entry.value(), path.isEmpty() ? name : path + "." + name, keys));
    }
  }
}
