package dev.weir.node.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Builds a tree with line numbers from YAML text (YAML 1.2, yaml.org/spec/1.2.2).
///
/// Anchors, aliases, tags and further documents are refused: a configuration has no use for them,
/// and an alias can make a small file unfold into a large one.
final class TreeBuilder {
  /// How deep sections and lists may nest.
  static final int DEPTH_MAX = 32;

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxDocumentLength(ConfigSource.FILE_BYTES_MAX)
                  .build())
          .build();

  private final YAMLParser parser;
  private final Binding binding;

  private TreeBuilder(YAMLParser parser, Binding binding) {
    this.parser = parser;
    this.binding = binding;
  }

  /// The tree, or nothing after the problem that hides the rest of the file was told.
  ///
  /// An empty file is an empty mapping: what it lacks is told by the reader.
  static Optional<YamlNode.Mapping> parse(String text, Binding binding) {
    try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      return new TreeBuilder(parser, binding).document();
    } catch (JacksonException e) {
      var where = e.getLocation();
      int line = where == null || where.getLineNr() < 1 ? 1 : where.getLineNr();
      binding.refuse(
          line,
          "",
          "not valid YAML: " + sentenceOf(e),
          "check the indentation, brackets and quotes on this line and the one before");
      return Optional.empty();
    }
  }

  private Optional<YamlNode.Mapping> document() {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return Optional.of(new YamlNode.Mapping(1, Map.of()));
    }
    YamlNode root = value(first, new Place(binding, ""));
    if (parser.nextToken() != null) {
      binding.refuse(line(), "", "a second document begins here", "remove it and the line ---");
    }
    return switch (root) {
      case YamlNode.Mapping mapping -> Optional.of(mapping);
      case YamlNode.Scalar scalar when scalar.kind() == YamlNode.Kind.NOTHING ->
          Optional.of(new YamlNode.Mapping(1, Map.of()));
      case YamlNode.Scalar _, YamlNode.Sequence _ -> {
        binding.refuse(root.line(), "", "the file has no sections", "begin with node:");
        yield Optional.empty();
      }
    };
  }

  private YamlNode value(JsonToken token, Place place) {
    int line = line();
    if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
      place.refuse(line, "anchors, aliases and tags are not used here", "write the value itself");
    }
    return switch (token) {
      case START_OBJECT -> mapping(line, place);
      case START_ARRAY -> sequence(line, place);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(line, YamlNode.Kind.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(line, YamlNode.Kind.BOOLEAN);
      case VALUE_NULL -> new YamlNode.Scalar(line, YamlNode.Kind.NOTHING, "");
      default -> scalar(line, YamlNode.Kind.TEXT);
    };
  }

  private YamlNode.Scalar scalar(int line, YamlNode.Kind kind) {
    return new YamlNode.Scalar(line, kind, parser.getString());
  }

  private YamlNode.Mapping mapping(int line, Place place) {
    var entries = new LinkedHashMap<String, YamlNode.Entry>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      int keyLine = line();
      Place below = place.key(key);
      var entry = new YamlNode.Entry(keyLine, value(parser.nextToken(), below));
      YamlNode.Entry earlier = entries.putIfAbsent(key, entry);
      if (earlier != null) {
        below.refuse(
            keyLine, "written twice, first on line " + earlier.line(), "keep one of the two");
      }
    }
    return new YamlNode.Mapping(line, entries);
  }

  private YamlNode.Sequence sequence(int line, Place place) {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(next, place.item(items.size())));
    }
    return new YamlNode.Sequence(line, items);
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  /// The first line of the parser's message; the rest repeats the text around it.
  private static String sentenceOf(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
