package dev.weir.node.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One reading of one file: its problems, its warnings, and the descriptions of the keys asked for.
///
/// Confined to the thread that reads.
final class Binding {
  private final String file;
  private final SecretSource secrets;
  private final boolean describing;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<String, KeyDescription> descriptions = new LinkedHashMap<>();

  Binding(String file, SecretSource secrets, boolean describing) {
    this.file = file;
    this.secrets = secrets;
    this.describing = describing;
  }

  /// Whether the file is empty and read only for the descriptions of its keys.
  boolean describing() {
    return describing;
  }

  SecretSource secrets() {
    return secrets;
  }

  void refuse(int line, String path, String reason, String remedy) {
    problems.add(new Problem(file, line, path, reason, remedy));
  }

  void warn(int line, String path, String reason, String remedy) {
    warnings.add(new Problem(file, line, path, reason, remedy));
  }

  void describe(KeyDescription description) {
    descriptions.putIfAbsent(description.path(), description);
  }

  List<KeyDescription> descriptions() {
    return List.copyOf(descriptions.values());
  }

  List<Problem> problems() {
    return byLine(problems);
  }

  List<Problem> warnings() {
    return byLine(warnings);
  }

  private static List<Problem> byLine(List<Problem> unsorted) {
    return unsorted.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
