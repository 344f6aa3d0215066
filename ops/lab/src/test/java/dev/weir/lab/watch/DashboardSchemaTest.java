package dev.weir.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.DashboardJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Grafana's own schemas have nothing against the dashboards.
final class DashboardSchemaTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private static final Schema DASHBOARD = schema("dashboard", "Dashboard");
  private static final Schema TARGET = schema("prometheus", "Dataquery");
  private static final Map<String, Schema> OPTIONS =
      Map.of(
          "stat", schema("stat", "Options"),
          "table", schema("table", "Options"),
          "timeseries", schema("timeseries", "Options"));
  private static final Map<String, Schema> CUSTOM =
      Map.of(
          "table", schema("table", "TableFieldOptions"),
          "timeseries", schema("timeseries", "GraphFieldConfig"));

  @Test
  @DisplayName("Every dashboard is one by the schemas, in both flavours")
  void valid() {
    for (Dashboard dashboard : Dashboard.ALL) {
      assertThat(problems(read(DashboardJson.provisioned(dashboard))))
          .as(dashboard.uid())
          .isEmpty();
      ObjectNode shared = read(DashboardJson.shared(dashboard));
      assertThat(shared.propertyNames()).contains("__inputs", "__requires");
      shared.remove(List.of("__inputs", "__requires")); // of exports only, says no schema
      assertThat(problems(shared)).as(dashboard.uid()).isEmpty();
      assertThat(shared.toString()).contains("${DS_PROMETHEUS}").doesNotContain("${datasource}");
    }
  }

  @Test
  @DisplayName("A panel with a word that Grafana does not know is refused")
  void invalid() {
    ObjectNode dashboard = read(DashboardJson.provisioned(Dashboard.ALL.getFirst()));
    ((ObjectNode) dashboard.at("/panels/0")).put("titel", "x");
    ((ObjectNode) dashboard.at("/panels/0/options")).put("graphMode", "pie");
    ((ObjectNode) dashboard.at("/panels/0/targets/0")).remove("expr");

    assertThat(problems(dashboard)).hasSizeGreaterThanOrEqualTo(3);
  }

  private static List<String> problems(JsonNode dashboard) {
    var errors = new ArrayList<Error>(DASHBOARD.validate(dashboard));
    for (JsonNode panel : dashboard.path("panels")) {
      String type = panel.path("type").asString();
      Schema options = OPTIONS.get(type);
      if (options != null) {
        errors.addAll(options.validate(panel.path("options")));
      }
      Schema custom = CUSTOM.get(type);
      if (custom != null) {
        errors.addAll(custom.validate(panel.at("/fieldConfig/defaults/custom")));
      }
      panel.path("targets").forEach(target -> errors.addAll(TARGET.validate(target)));
    }
    return errors.stream().map(Error::toString).toList();
  }

  /// One definition of a file of Grafana's.
  private static Schema schema(String file, String definition) {
    String name = "/grafana/" + file + ".jsonschema.json";
    try (InputStream in = DashboardSchemaTest.class.getResourceAsStream(name)) {
      var root = (ObjectNode) JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
      root.put("$ref", "#/definitions/" + definition);
      return REGISTRY.getSchema(root);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static ObjectNode read(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }
}
