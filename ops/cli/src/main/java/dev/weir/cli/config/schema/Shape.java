package dev.weir.cli.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a value may look like, from its type and its unit as the documentation has them. Pure.
///
/// It is never stricter than the reader; where a schema cannot say it, the reader does.
final class Shape {
  private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");
  private static final Pattern LIST = Pattern.compile("(\\d+) to (\\d+)(?:; each (.*))?");
  private static final String LIST_OF = "list of ";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final String ADDRESS = OCTET + "(\\." + OCTET + "){3}";
  private static final String DURATION = "[0-9]{1,9}(ms|s|m|h)";
  private static final List<String> SCALAR = List.of("string", "number", "boolean");

  private Shape() {}

  /// The schema of such a value.
  static Map<String, Object> of(String type, String unit) {
    if (type.startsWith(LIST_OF)) {
      return list(type.substring(LIST_OF.length()), unit);
    }
    return switch (type) {
      case "flag" -> schema("type", "boolean");
      case "integer", "port" -> whole(unit);
      case "choice" -> choice(unit);
      case "duration" -> text(DURATION);
      case "duration range" -> text(DURATION + "(\\.\\." + DURATION + ")?");
      case "size" -> text("[0-9]{1,6}(B|KiB|MiB|GiB|TiB)");
      case "IPv4 address" -> text(ADDRESS);
      case "prefix" -> text(ADDRESS + "/([12]?[0-9]|3[0-2])");
      case "listener", "origin" -> text(ADDRESS + ":[0-9]{1,5}");
      case "secret", "private key", "certificate" -> text("(file|env):.+");
      case "list file", "htpasswd file", "page of HTML" -> text("file:.+");
      case "folder", "file" -> text("/.*");
      case "bits" -> schema("anyOf", List.of(text("0x[0-9a-fA-F]+"), schema("type", "integer")));
      default -> schema("type", SCALAR);
    };
  }

  private static Map<String, Object> list(String item, String unit) {
    Matcher counts = LIST.matcher(unit);
    if (!counts.matches()) { // such as a word, or a list
      String word = unit.replaceAll(",.*", "");
      return schema(
          "anyOf", List.of(schema("const", word), list(item, "0 to " + Integer.MAX_VALUE)));
    }
    var list = schema("type", "array");
    list.put("items", of(item, counts.group(3) == null ? "-" : counts.group(3)));
    list.put("minItems", Integer.parseInt(counts.group(1)));
    list.put("maxItems", Integer.parseInt(counts.group(2)));
    list.put("uniqueItems", true);
    return list;
  }

  private static Map<String, Object> whole(String unit) {
    var whole = schema("type", "integer");
    Matcher range = RANGE.matcher(unit);
    if (range.matches()) {
      whole.put("minimum", Integer.parseInt(range.group(1)));
      whole.put("maximum", Integer.parseInt(range.group(2)));
    }
    return whole;
  }

  /// A word that is a number is one in YAML, too.
  private static Map<String, Object> choice(String unit) {
    var words = new ArrayList<Object>();
    for (String word : List.of(unit.split(", ", -1))) {
      words.add(word);
      if (word.matches("\\d{1,9}")) {
        words.add(Integer.parseInt(word));
      }
    }
    return schema("enum", words);
  }

  private static Map<String, Object> text(String pattern) {
    var text = schema("type", "string");
    text.put("pattern", "^" + pattern + "$");
    return text;
  }

  /// A schema with one key, to which others may be added.
  static Map<String, Object> schema(String key, Object value) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put(key, value);
    return schema;
  }
}
