package dev.weir.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The report")
final class ReportTest {
  private final Findings findings = new Findings();

  @Test
  @DisplayName("passes when every check held, and has the names that others read")
  void passes() {
    findings.equal("hits", 1500, 1500);
    findings.atMost("new table after", 5500, 4551, " ms");
    findings.atLeast("packets", 1, 7, "");
    findings.router(new Report.Router(3, 256, "10.0.2.11", 4711));
    findings.nodes(List.of(new Report.Node("cache-1", "10.0.2.11", 86, 100, 1234)));
    findings.urls(new Report.Urls(300, 1, 1, 300));
    findings.clients(new Report.Clients(1800, 0, 1500));
    findings.nodeLoss(new Report.NodeLoss("cache-3", 85, 0, 0, 37, 4600, "moved", 4551));

    Report report = findings.report("first-packet", 41_000);

    assertThat(report.passed()).isTrue();
    JsonNode json = JsonMapper.shared().readTree(report.json());
    assertThat(json.propertyNames())
        .containsExactly(
            "scenario",
            "verdict",
            "elapsedMillis",
            "router",
            "nodes",
            "urls",
            "clients",
            "nodeLoss",
            "checks");
    expectParts(json);
    assertThat(json.get("checks").get(1).propertyNames())
        .containsExactly("name", "expected", "actual", "pass");
    assertThat(json.get("checks").get(1).get("expected").asString()).isEqualTo("<= 5500 ms");
  }

  @Test
  @DisplayName("fails when one check did not hold; parts that do not apply are null")
  void fails() {
    findings.equal("hits", 1500, 1500);
    findings.equal("copies", 1, 2);
    findings.atMost("new table after", 5500, 5501, " ms");
    findings.atLeast("packets", 1, 0, "");

    Report report = findings.report("first-packet", 1);

    assertThat(report.passed()).isFalse();
    assertThat(findings.failed())
        .extracting(Check::name)
        .containsExactly("copies", "new table after", "packets");
    JsonNode json = JsonMapper.shared().readTree(report.json());
    assertThat(json.get("verdict").asString()).isEqualTo("FAIL");
    assertThat(json.get("router").isNull()).isTrue();
    assertThat(json.get("nodes")).isEmpty();
  }

  @Test
  @DisplayName("fails without any check: such a run has proved nothing")
  void failsWithoutChecks() {
    assertThat(findings.report("first-packet", 1).passed()).isFalse();
  }

  private static void expectParts(JsonNode json) {
    assertThat(json.get("router").propertyNames())
        .containsExactly("usableCaches", "assignedBuckets", "designated", "redirectedPackets");
    assertThat(json.get("nodes").get(0).propertyNames())
        .containsExactly("name", "address", "buckets", "urls", "decapsulatedPackets");
    assertThat(json.get("urls").propertyNames())
        .containsExactly("requested", "copiesMin", "copiesMax", "originFetches");
    assertThat(json.get("clients").propertyNames()).containsExactly("requests", "failed", "hits");
    assertThat(json.get("nodeLoss").propertyNames())
        .containsExactly(
            "killed",
            "bucketsMoved",
            "bucketsMovedOnSurvivors",
            "failedRequestsOnSurvivors",
            "failedRequestsOnVictim",
            "blackoutMillis",
            "endedBy",
            "reassignedMillis");
  }
}
