package dev.weir.cli.config.schema;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.KeyDescription;
import dev.weir.router.config.RouterConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema (2020-12) of a configuration file.
public final class ConfigSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String LIST = "[]";

  private ConfigSchema() {}

  /// That of `node.yaml`.
  public static String node() {
    return of("node.yaml of Weir", NodeConfig.keys());
  }

  /// That of `router.yaml`.
  public static String router() {
    return of("router.yaml of Weir", ConfigSource.describe(RouterConfig::read));
  }

  private static String of(String title, List<KeyDescription> keys) {
    var root = new Section();
    keys.forEach(key -> root.add(key.path().split("\\."), 0, key));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(root.schema());
    return JSON.writeValueAsString(schema) + "\n";
  }

  /// A section while its keys are gathered.
  private static final class Section {
    private final Map<String, KeyDescription> keys = new LinkedHashMap<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    void add(String[] path, int at, KeyDescription key) {
      if (at < path.length - 1) {
        sections.computeIfAbsent(path[at], _ -> new Section()).add(path, at + 1, key);
        return;
      }
      keys.put(path[at], key);
      if (key.initial().equals("required")) {
        required.add(path[at]);
      }
    }

    /// A section of a file may be empty, and then it is null.
    Map<String, Object> schema() {
      var properties = new LinkedHashMap<String, Object>();
      keys.forEach((name, key) -> properties.put(name, described(key)));
      Object others = false;
      for (Map.Entry<String, Section> section : sections.entrySet()) {
        String name = section.getKey();
        Map<String, Object> below = section.getValue().schema();
        if (name.endsWith(LIST)) {
          var list = Shape.schema("type", "array");
          list.put("items", section.getValue().item(below));
          properties.put(name.substring(0, name.length() - LIST.length()), list);
        } else if (name.equals(name.toUpperCase(java.util.Locale.ROOT))) {
          others = below; // a name of the operator's choice
        } else {
          properties.put(name, below);
        }
      }
      var schema = Shape.schema("type", required.isEmpty() ? List.of("object", "null") : "object");
      schema.put("properties", properties);
      schema.put("additionalProperties", others);
      if (!required.isEmpty()) {
        schema.put("required", required);
      }
      return schema;
    }

    /// A section of a list, or the one value that is short for it.
    private Object item(Map<String, Object> section) {
      return keys.values().stream()
          .filter(KeyDescription::alone)
          .findFirst()
          .<Object>map(
              key -> Shape.schema("anyOf", List.of(Shape.of(key.type(), key.unit()), section)))
          .orElse(section);
    }

    private static Map<String, Object> described(KeyDescription key) {
      var schema = Shape.of(key.type(), key.unit());
      String initial =
          switch (key.initial()) {
            case "required", "none" -> "";
            default -> " Without it: " + key.initial() + ".";
          };
      schema.put("description", key.sentence() + initial);
      return schema;
    }
  }
}
