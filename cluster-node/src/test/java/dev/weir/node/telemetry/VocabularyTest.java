package dev.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keeps the vocabularies documented and in use, and their pages equal to them.
///
/// `-Dweir.docs.rewrite=true` writes the pages anew.
final class VocabularyTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path EVENTS = SOURCES.resolve("dev/weir/node/telemetry/NodeEvent.java");
  static final List<MetricRow> METRICS =
      Stream.<MetricRow[]>of(
              NodeMetric.values(),
              WccpMetric.values(),
              DiskMetric.values(),
              ReverseMetric.values(),
              ChainMetric.values(),
              DnsMetric.values(),
              AccessMetric.values(),
              AdminMetric.values())
          .flatMap(Stream::of)
          .toList();

  @Test
  @DisplayName("docs/metrics.md says what the node exports")
  void metricsPage() throws IOException {
    var page =
        new StringBuilder(
            """
            # Metrics of a node

            Served at `/metrics` of the admin port in the Prometheus text format. This page is
            generated from the code; a test compares the two. Of a timer there are `_count`, `_sum`,
            `_bucket` and `_max`. Those of the router are on [a page of their own](router-metrics.md);
            [watching](watching.md) says how to have them drawn and watched.

            | metric | kind | unit | labels | what it says and what to do |
            |---|---|---|---|---|
            """);
    METRICS.forEach(metric -> page.append(metric.documented()));
    compare("metrics.md", page.toString());
  }

  @Test
  @DisplayName("docs/events.md says what the node logs")
  void eventsPage() throws IOException {
    Map<String, String> sentences = sentences();
    var page =
        new StringBuilder(
            """
            # Events of a node

            Written to the log as `name field=value ...`, and served at `/v1/events` of the admin
            port. The names are the contract. This page is generated from the code; a test compares
            the two.

            | event | level | when it happens and what to do |
            |---|---|---|
            """);
    for (NodeEvent event : NodeEvent.values()) {
      page.append(
          "| `%s` | %s | %s |\n"
              .formatted(event.eventName(), event.level(), sentences.get(event.name())));
    }
    compare("events.md", page.toString());
  }

  @Test
  @DisplayName("every event has a sentence, every metric a name, a unit and a help that ends")
  void everyRowIsDocumented() throws IOException {
    assertThat(sentences())
        .containsOnlyKeys(List.of(NodeEvent.values()).stream().map(Enum::name).toList())
        .allSatisfy((name, sentence) -> assertThat(sentence).as(name).matches("[A-Z].{10,}\\."));
    for (MetricRow metric : METRICS) {
      assertThat(metric.metricName()).matches("weir_[a-z0-9_]+").doesNotEndWith("_total");
      assertThat(metric.help()).as(metric.metricName()).matches("[A-Z].{10,}\\.");
    }
    assertThat(METRICS).extracting(MetricRow::metricName).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("no row is without a use")
  void everyRowIsUsed() throws IOException {
    var used = new HashSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.equals(EVENTS) && !file.toString().endsWith("Metric.java")) {
          Pattern.compile("\\w+")
              .matcher(Files.readString(file))
              .results()
              .forEach(word -> used.add(word.group()));
        }
      }
    }
    var rows = new ArrayList<String>();
    Stream.of(NodeEvent.values()).forEach(event -> rows.add(event.name()));
    METRICS.forEach(metric -> rows.add(((Enum<?>) metric).name()));
    assertThat(used).containsAll(rows);
  }

  /// The comment above each event: a row without one is missing here.
  private static Map<String, String> sentences() throws IOException {
    var found = new LinkedHashMap<String, String>();
    var comment = new StringBuilder();
    for (String line : Files.readAllLines(EVENTS)) {
      String stripped = line.strip();
      var row = Pattern.compile("([A-Z][A-Z0-9_]+)\\(Level\\.[A-Z]+\\).*").matcher(stripped);
      if (stripped.startsWith("///")) {
        comment.append(comment.isEmpty() ? "" : " ").append(stripped.substring(3).strip());
      } else {
        if (row.matches() && !comment.isEmpty()) {
          found.put(row.group(1), comment.toString());
        }
        comment.setLength(0);
      }
    }
    return found;
  }

  private static void compare(String name, String page) throws IOException {
    Path file = DOCS.resolve(name);
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, page);
    }
    assertThat(file).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(page);
  }
}
