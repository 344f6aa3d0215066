package dev.weir.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.DashboardJson;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The dashboards are as Grafana's dashboard-linter wants them.
final class DashboardLintTest {
  @Test
  @DisplayName("No dashboard breaks a rule, and each has a name of its own")
  void clean() {
    assertThat(Dashboard.ALL).extracting(Dashboard::uid).doesNotHaveDuplicates();
    for (Dashboard dashboard : Dashboard.ALL) {
      assertThat(DashboardLint.problems(read(dashboard))).as(dashboard.uid()).isEmpty();
    }
  }

  @Test
  @DisplayName("Each rule bites")
  void bites() {
    assertThat(broken(it -> it.put("editable", true))).containsExactly("it is editable");
    assertThat(broken(it -> panel(it).remove("description"))).hasSize(1);
    assertThat(broken(it -> panel(it).remove("targets"))).hasSize(1);
    assertThat(broken(it -> defaults(it).put("unit", "parsecs"))).hasSize(1);
    assertThat(broken(it -> grid(it).put("w", 9))).isNotEmpty();
    assertThat(broken(it -> grid(it).put("x", 23).put("y", 900))).hasSize(1);
    assertThat(asking("sum(weir_load)")).hasSize(2);
    assertThat(asking("sum(rate(weir_a_total{job=~\"$job\", instance=~\"$instance\"}[5m]))"))
        .hasSize(1);
    assertThat(asking("sum(weir_a_total{job=~\"$job\", instance=~\"$instance\"})")).hasSize(1);
    assertThat(asking("sum(weir_load{job=~\"$job\", instance=~\"$instance\"})")).isEmpty();
  }

  private static java.util.List<String> asking(String expression) {
    return broken(it -> ((ObjectNode) it.at("/panels/0/targets/0")).put("expr", expression));
  }

  private static java.util.List<String> broken(Consumer<ObjectNode> blow) {
    ObjectNode dashboard = read(Dashboard.ALL.getFirst());
    blow.accept(dashboard);
    return DashboardLint.problems(dashboard);
  }

  private static ObjectNode panel(ObjectNode dashboard) {
    return (ObjectNode) dashboard.at("/panels/0");
  }

  private static ObjectNode defaults(ObjectNode dashboard) {
    return (ObjectNode) dashboard.at("/panels/0/fieldConfig/defaults");
  }

  private static ObjectNode grid(ObjectNode dashboard) {
    return (ObjectNode) dashboard.at("/panels/0/gridPos");
  }

  private static ObjectNode read(Dashboard dashboard) {
    return (ObjectNode) JsonMapper.shared().readTree(DashboardJson.provisioned(dashboard));
  }
}
