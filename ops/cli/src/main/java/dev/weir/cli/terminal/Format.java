package dev.weir.cli.terminal;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// How an answer is printed.
public enum Format {
  /// For people, as narrow as possible.
  TABLE,
  /// For people with wide windows: nothing is left out.
  WIDE,
  /// As the program gave it.
  JSON,
  /// The same as YAML.
  YAML;

  /// The answer in this form; empty when `json` is not what `text` expects.
  public Optional<String> of(String json, Function<String, Optional<String>> text) {
    return switch (this) {
      case TABLE, WIDE -> text.apply(json);
      case JSON -> Optional.of(json);
      case YAML -> Optional.of(yaml(json));
    };
  }

  /// JSON as YAML, of one document.
  public static String yaml(String json) {
    return YAMLMapper.builder()
        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
        .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build()
        .writeValueAsString(JsonMapper.shared().readTree(json));
  }
}
