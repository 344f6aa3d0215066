package dev.weir.lab.watch.grafana;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A dashboard as Grafana reads it, in both flavours.
public final class DashboardJson {
  private static final int COLUMNS = 24;

  /// Of Grafana 10 and 11, which later ones read too.
  private static final int SCHEMA_VERSION = 39;

  private static final String TAG = "weir";

  /// Those that change more often than others are told by the version.
  private static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DashboardJson() {}

  /// For a folder that Grafana is provisioned from: the viewer chooses the source.
  public static String provisioned(Dashboard dashboard) {
    return JSON.writeValueAsString(of(dashboard)) + "\n";
  }

  /// For grafana.com and for people who import it by hand: Grafana asks for the source, once.
  public static String shared(Dashboard dashboard) {
    ObjectNode whole = JSON.createObjectNode();
    whole
        .putArray("__inputs")
        .addObject()
        .put("name", "DS_PROMETHEUS")
        .put("label", "Prometheus")
        .put("description", "")
        .put("type", "datasource")
        .put("pluginId", "prometheus")
        .put("pluginName", "Prometheus");
    ArrayNode requires = whole.putArray("__requires");
    require(requires, "grafana", "grafana", "Grafana", "10.0.0");
    require(requires, "datasource", "prometheus", "Prometheus", "1.0.0");
    dashboard.panels().stream()
        .map(panel -> panel.kind().type())
        .distinct()
        .sorted()
        .forEach(type -> require(requires, "panel", type, type, ""));
    whole.setAll(of(dashboard));
    ((ArrayNode) whole.at("/templating/list")).remove(0);
    return JSON.writeValueAsString(whole).replace("${datasource}", "${DS_PROMETHEUS}") + "\n";
  }

  private static void require(ArrayNode all, String type, String id, String name, String version) {
    all.addObject().put("type", type).put("id", id).put("name", name).put("version", version);
  }

  private static ObjectNode of(Dashboard dashboard) {
    ObjectNode node = JSON.createObjectNode();
    node.putNull("id").put("uid", dashboard.uid()).put("title", dashboard.title());
    node.put("description", dashboard.about());
    node.putArray("tags").add(TAG).add("wccp").add("weir-mixin");
    node.put("timezone", "browser").put("editable", false).put("graphTooltip", 1);
    node.put("refresh", "30s").put("schemaVersion", SCHEMA_VERSION).put("version", VERSION);
    node.putObject("time").put("from", "now-3h").put("to", "now");
    node.putObject("timepicker");
    annotations(node.putObject("annotations").putArray("list"));
    links(node.putArray("links"));
    variables(node.putObject("templating").putArray("list"));
    panels(dashboard, node.putArray("panels"));
    return node;
  }

  /// Each new table, drawn across every picture.
  private static void annotations(ArrayNode to) {
    ObjectNode tables = to.addObject();
    tables.put("name", "New tables").put("enable", true).put("iconColor", "purple");
    tables.set("datasource", PanelJson.datasource());
    tables.put(
        "expr",
        new Query("max by (service) (increase(weir_wccp_tables_total{*}[*])) > 0", "").promql());
    tables.put("titleFormat", "A new table of {{service}}").put("step", "30s");
  }

  private static void links(ArrayNode to) {
    ObjectNode link = to.addObject();
    link.put("title", "Weir").put("type", "dashboards").put("icon", "external link");
    link.put("tooltip", "").put("asDropdown", false).put("targetBlank", false);
    link.put("includeVars", true).put("keepTime", true).putArray("tags").add(TAG);
  }

  private static void variables(ArrayNode to) {
    to.addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus")
        .put("refresh", 1)
        .put("hide", 0);
    variable(to, "job", "label_values(weir_build_info, job)");
    variable(to, "instance", "label_values(weir_build_info{job=~\"$job\"}, instance)");
  }

  private static void variable(ArrayNode to, String name, String query) {
    ObjectNode variable = to.addObject();
    variable.put("name", name).put("label", name).put("type", "query").put("query", query);
    variable.set("datasource", PanelJson.datasource());
    variable.put("multi", true).put("includeAll", true).put("allValue", ".+");
    variable.put("refresh", 2).put("sort", 1).put("hide", 0);
  }

  /// From left to right as long as there is room, each row as high as its highest.
  private static void panels(Dashboard dashboard, ArrayNode to) {
    int x = 0;
    int y = 0;
    int high = 0;
    for (Panel panel : dashboard.panels()) {
      if (x + panel.width() > COLUMNS) {
        x = 0;
        y += high;
        high = 0;
      }
      to.add(PanelJson.of(panel, to.size() + 1, x, y));
      x += panel.width();
      high = Math.max(high, panel.kind().height());
    }
  }
}
