package dev.weir.lab.watch.grafana;

import dev.weir.lab.watch.grafana.Panel.Kind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A panel as Grafana reads it.
final class PanelJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PanelJson() {}

  /// @param id its number on the dashboard
  /// @param x its column, of 24
  /// @param y its row
  static ObjectNode of(Panel panel, int id, int x, int y) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id).put("type", panel.kind().type());
    node.put("title", panel.title()).put("description", panel.says());
    node.set("datasource", datasource());
    node.putObject("gridPos")
        .put("h", panel.kind().height())
        .put("w", panel.width())
        .put("x", x)
        .put("y", y);
    ArrayNode targets = node.putArray("targets");
    for (Query query : panel.queries()) {
      targets.add(target(panel.kind(), query, (char) ('A' + targets.size())));
    }
    ObjectNode field = node.putObject("fieldConfig");
    defaults(panel, field.putObject("defaults"));
    field.putArray("overrides");
    options(panel.kind(), node.putObject("options"));
    if (panel.kind() == Kind.MATRIX) {
      matrix(node.putArray("transformations"));
    } else if (panel.kind() == Kind.TABLE) {
      table(node.putArray("transformations"));
    }
    return node;
  }

  /// The source that the viewer chooses.
  static ObjectNode datasource() {
    return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  private static ObjectNode target(Kind kind, Query query, char name) {
    ObjectNode target = JSON.createObjectNode();
    target.set("datasource", datasource());
    target.put("refId", String.valueOf(name)).put("expr", query.promql());
    target.put("editorMode", "code");
    boolean now = kind == Kind.TABLE || kind == Kind.MATRIX;
    target.put("instant", now).put("range", !now);
    target.put("format", now ? "table" : kind == Kind.HEATMAP ? "heatmap" : "time_series");
    if (!query.legend().isEmpty()) {
      target.put("legendFormat", query.legend());
    }
    return target;
  }

  private static void defaults(Panel panel, ObjectNode to) {
    to.put("unit", panel.unit());
    switch (panel.kind()) {
      case STAT -> {
        to.putObject("color").put("mode", "thresholds");
        thresholds(to, "blue");
      }
      case LINES, STACKED -> {
        boolean stacked = panel.kind() == Kind.STACKED;
        to.put("min", 0);
        to.putObject("color").put("mode", "palette-classic");
        ObjectNode custom = to.putObject("custom");
        custom.put("drawStyle", "line").put("lineWidth", 1).put("showPoints", "never");
        custom.put("fillOpacity", stacked ? 30 : 5);
        custom.putObject("stacking").put("mode", stacked ? "normal" : "none").put("group", "A");
      }
      case TIMELINE -> {
        to.putObject("color").put("mode", "thresholds");
        thresholds(to, "red").addObject().put("value", 1).put("color", "green");
        to.putObject("custom").put("fillOpacity", 70).put("lineWidth", 0);
      }
      case MATRIX -> {
        to.putObject("color").put("mode", "continuous-GrYlRd");
        ObjectNode custom = to.putObject("custom");
        custom.put("align", "center").put("inspect", false);
        custom
            .putObject("cellOptions")
            .put("type", "color-background")
            .put("mode", "basic")
            .put("applyToRow", false);
      }
      case TABLE -> to.putObject("custom").put("align", "auto").put("inspect", false);
      case HEATMAP -> {}
    }
  }

  /// Below the first step the given colour; the steps, for more.
  private static ArrayNode thresholds(ObjectNode to, String colour) {
    ArrayNode steps = to.putObject("thresholds").put("mode", "absolute").putArray("steps");
    steps.addObject().put("color", colour).putNull("value");
    return steps;
  }

  private static void options(Kind kind, ObjectNode to) {
    switch (kind) {
      case STAT -> {
        to.put("graphMode", "area").put("colorMode", "value").put("justifyMode", "auto");
        to.put("textMode", "auto").put("wideLayout", true).put("showPercentChange", false);
        to.put("percentChangeColorMode", "standard").put("orientation", "auto");
        to.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
      }
      case LINES, STACKED -> {
        legend(to);
        to.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case TIMELINE -> {
        legend(to);
        to.put("mergeValues", true).put("showValue", "never").put("rowHeight", 0.9);
        to.putObject("tooltip").put("mode", "single").put("sort", "none");
      }
      case HEATMAP -> {
        to.put("calculate", false);
        to.putObject("color").put("mode", "scheme").put("scheme", "Spectral").put("steps", 64);
        to.putObject("yAxis").put("unit", "s");
        to.putObject("legend").put("show", true);
        to.putObject("tooltip").put("mode", "single");
      }
      case TABLE, MATRIX -> {
        to.put("frameIndex", 0).put("showHeader", true).put("cellHeight", "sm");
      }
    }
  }

  private static void legend(ObjectNode to) {
    ObjectNode legend = to.putObject("legend");
    legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
    legend.putArray("calcs");
  }

  /// A line for each value of `high`, a column for each of `low`.
  private static void matrix(ArrayNode to) {
    ObjectNode matrix = to.addObject().put("id", "groupingToMatrix").putObject("options");
    matrix.put("rowField", "high").put("columnField", "low").put("valueField", "Value");
    matrix.put("emptyValue", "null");
    ObjectNode sort = to.addObject().put("id", "sortBy").putObject("options");
    sort.putArray("sort").addObject().put("field", "high\\low").put("desc", false);
  }

  private static void table(ArrayNode to) {
    ObjectNode hidden = to.addObject().put("id", "organize").putObject("options");
    hidden.putObject("excludeByName").put("Time", true).put("Value", true).put("__name__", true);
  }
}
