package dev.weir.cli.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration in the making: lines by section, in the order of the sections' first mention.
final class Yaml {
  private final Map<String, List<String>> sections = new LinkedHashMap<>();

  Yaml(String... order) {
    for (String section : order) {
      sections.put(section, new ArrayList<>());
    }
  }

  /// Adds a line, indented below its section; one of the top level where the section is empty.
  void add(String section, String line) {
    sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(line);
  }

  boolean has(String section) {
    return !sections.getOrDefault(section, List.of()).isEmpty();
  }

  boolean has(String section, String key) {
    return sections.getOrDefault(section, List.of()).stream()
        .anyMatch(line -> line.startsWith(key + ":"));
  }

  /// The text; a section such as `proxy/chain` is below `proxy`.
  String text() {
    var text = new StringBuilder();
    String open = "";
    for (var section : sections.entrySet()) {
      if (section.getValue().isEmpty()) {
        continue;
      }
      String[] path = section.getKey().split("/", -1);
      if (!path[0].equals(open)) {
        text.append(path[0]).append(":\n");
        open = path[0];
      }
      String indent = "  ".repeat(path.length);
      if (path.length > 1) {
        text.append("  ").append(path[1]).append(":\n");
      }
      section.getValue().forEach(line -> text.append(indent).append(line).append('\n'));
    }
    return text.toString();
  }

  /// A text between single quotes.
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String list(List<String> values) {
    return values.stream().distinct().map(Yaml::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A name as our keys have them: 1 to 63 of a-z 0-9 -.
  static String name(String text) {
    String name =
        text.toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    return name.isEmpty()
        ? "x"
        : name.substring(0, Math.min(63, name.length())).replaceAll("-+$", "");
  }
}
