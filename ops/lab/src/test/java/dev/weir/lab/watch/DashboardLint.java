package dev.weir.lab.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What Grafana's dashboard-linter finds fault with, but for the grammar of PromQL, which promtool
/// judges; and panels that lie on each other.
final class DashboardLint {
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "reqps",
          "ops",
          "pps",
          "Bps",
          "bytes",
          "s",
          "percentunit",
          "bool_yes_no");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b(weir_\\w+|up)\\b(?!\\s*\\()(\\{[^}]*})?");
  private static final Pattern COUNTER_BARE =
      Pattern.compile("(?<!rate\\()(?<!increase\\()\\bweir_\\w+(_total|_bucket)\\b");

  private final List<String> problems = new ArrayList<>();

  private DashboardLint() {}

  static List<String> problems(JsonNode dashboard) {
    var lint = new DashboardLint();
    lint.whole(dashboard);
    lint.variables(dashboard.at("/templating/list"));
    dashboard.path("panels").forEach(lint::panel);
    lint.layout(dashboard.path("panels"));
    return List.copyOf(lint.problems);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  private void whole(JsonNode dashboard) {
    require(!dashboard.path("editable").asBoolean(true), "it is editable");
    require(dashboard.path("id").isNull(), "it has an id");
    require(!dashboard.path("uid").asString("").isEmpty(), "it has no uid");
    require(!dashboard.path("refresh").asString("").isEmpty(), "it is never refreshed");
    for (JsonNode annotation : dashboard.at("/annotations/list")) {
      expression("the annotation", annotation.path("expr").asString(""));
    }
  }

  private void variables(JsonNode all) {
    JsonNode source = all.path(0);
    require(
        source.path("name").asString("").equals("datasource")
            && source.path("type").asString("").equals("datasource")
            && source.path("label").asString("").equals("Data source"),
        "the first variable is not the data source");
    for (String name : List.of("job", "instance")) {
      JsonNode found = all.path(name.equals("job") ? 1 : 2);
      require(
          found.path("name").asString("").equals(name)
              && found.path("type").asString("").equals("query")
              && found.at("/datasource/uid").asString("").equals("${datasource}")
              && found.path("multi").asBoolean(false)
              && found.path("allValue").asString("").equals(".+")
              && found.path("refresh").asInt(0) == 2
              && found.path("query").asString("").startsWith("label_values("),
          "no variable " + name + " as it should be");
    }
  }

  private void panel(JsonNode panel) {
    String title = panel.path("title").asString("");
    require(!title.isEmpty(), "a panel without a title");
    require(panel.path("description").asString("").endsWith("."), title + ": no description");
    require(
        panel.at("/datasource/uid").asString("").equals("${datasource}"), title + ": data source");
    require(UNITS.contains(panel.at("/fieldConfig/defaults/unit").asString("")), title + ": unit");
    require(!panel.path("targets").isEmpty(), title + ": nothing is asked");
    var names = new HashSet<String>();
    for (JsonNode target : panel.path("targets")) {
      require(names.add(target.path("refId").asString("")), title + ": two targets of one name");
      require(
          target.at("/datasource/uid").asString("").equals("${datasource}"), title + ": target");
      expression(title, target.path("expr").asString(""));
    }
  }

  private void expression(String title, String promql) {
    require(!promql.isEmpty(), title + ": an empty expression");
    var selectors = SELECTOR.matcher(promql).results().toList();
    require(!selectors.isEmpty(), title + ": no metric");
    for (var selector : selectors) {
      String labels = String.valueOf(selector.group(2));
      require(labels.contains("job=~\"$job\""), title + ": no job at " + selector.group(1));
      require(
          labels.contains("instance=~\"$instance\""),
          title + ": no instance at " + selector.group(1));
    }
    Pattern.compile("\\b(irate|rate|increase)\\(([^()]*)\\)")
        .matcher(promql)
        .results()
        .forEach(call ->
            require(
                call.group(2).endsWith("[$__rate_interval]"),
                title + ": a window of its own in " + call.group()));
    require(!COUNTER_BARE.matcher(promql).find(), title + ": a counter without its rate");
  }

  /// Panels are within 24 columns and lie beside each other.
  private void layout(JsonNode panels) {
    var taken = new HashSet<String>();
    var ids = new HashSet<Integer>();
    for (JsonNode panel : panels) {
      String title = panel.path("title").asString("");
      JsonNode at = panel.path("gridPos");
      require(ids.add(panel.path("id").asInt(0)), title + ": a number that another has");
      int right = at.path("x").asInt() + at.path("w").asInt();
      require(right <= 24, title + ": beyond the right edge");
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          require(taken.add(x + " " + y), title + ": on another panel at " + x + ", " + y);
        }
      }
    }
  }
}
