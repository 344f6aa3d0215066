package dev.weir.cli.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The numbers of a program, as its metrics page has them. Pure.
final class Samples {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})?\\s+(\\S+)(?:\\s+\\d+)?");
  private static final Set<String> FROM_STORE = Set.of("hit", "revalidated", "stale", "collapsed");

  private final Map<String, Double> values;

  private Samples(Map<String, Double> values) {
    this.values = values;
  }

  /// Reads the page; a line that is none is passed over.
  static Samples of(String page) {
    var values = new LinkedHashMap<String, Double>();
    page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> {
          String labels = line.group(2);
          values.put(line.group(1) + (labels == null ? "" : labels), number(line.group(3)));
        });
    return new Samples(values);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.replace("Inf", "Infinity"));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// Whether there is such a metric.
  boolean has(String name) {
    return values.keySet().stream().anyMatch(it -> isOf(it, name));
  }

  /// The sum over all its labels.
  double sum(String name) {
    return sum(name, _ -> true);
  }

  /// The sum over those with this label.
  double sum(String name, String label, String value) {
    String written = label + "=\"" + value + "\"";
    return sum(name, it -> it.contains(written));
  }

  /// The largest over all its labels; 0 when there is none.
  double most(String name) {
    return values.entrySet().stream()
        .filter(it -> isOf(it.getKey(), name))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /// Requests that were answered from what is stored.
  double hits() {
    return FROM_STORE.stream()
        .mapToDouble(it -> sum("weir_http_requests_total", "result", it))
        .sum();
  }

  /// The difference to earlier numbers of the same program; one that has begun anew counts from 0.
  Samples since(Samples before) {
    var differences = new LinkedHashMap<String, Double>();
    values.forEach((name, value) -> {
      double earlier = before.values.getOrDefault(name, 0.0);
      differences.put(name, value < earlier ? value : value - earlier);
    });
    return new Samples(differences);
  }

  private double sum(String name, Predicate<String> wanted) {
    return values.entrySet().stream()
        .filter(it -> isOf(it.getKey(), name) && wanted.test(it.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static boolean isOf(String series, String name) {
    return series.equals(name) || series.startsWith(name + "{");
  }
}
