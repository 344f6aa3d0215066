package dev.weir.cli.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rows of a metric or event vocabulary that no program uses: a number that is never counted
/// misleads whoever watches it.
final class VocabularyRule {
  private static final Pattern VOCABULARY =
      Pattern.compile("\\benum (\\w+) implements (MetricRow|EventRow)\\b");
  private static final Pattern ROW = Pattern.compile("(?m)^  ([A-Z][A-Z0-9_]+)\\(");

  private VocabularyRule() {}

  /// Every row that is not named outside its own vocabulary and outside tests.
  static List<String> problems(List<Source> sources) {
    var problems = new ArrayList<String>();
    for (Source vocabulary : sources) {
      if (!vocabulary.isJava() || vocabulary.isTest()) {
        continue;
      }
      Matcher head = VOCABULARY.matcher(vocabulary.text());
      if (head.find()) {
        ROW.matcher(vocabulary.text())
            .results()
            .map(row -> row.group(1))
            .filter(row -> !used(row, head.group(1), vocabulary, sources))
            .forEach(row -> problems.add(vocabulary.path() + ": nobody uses " + row));
      }
    }
    return problems;
  }

  private static boolean used(String row, String type, Source own, List<Source> sources) {
    Pattern name = Pattern.compile("\\b" + row + "\\b");
    return sources.stream()
        .filter(source -> source.isJava() && !source.isTest() && !source.equals(own))
        .filter(source -> source.text().contains(type))
        .anyMatch(source -> name.matcher(source.text()).find());
  }
}
