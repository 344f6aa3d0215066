package dev.weir.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of a suite")
final class SuiteReportTest {
  private static final Report PASSED = report("relay", 1);
  private static final Report FAILED = report("purge", 2);

  @Test
  @DisplayName("passes when each scenario was played and passed, and says how long all took")
  void passes() {
    var report = SuiteReport.of("ownership", 2, List.of(PASSED, PASSED));

    assertThat(report.verdict()).isEqualTo("PASS");
    assertThat(report.elapsedMillis()).isEqualTo(200);
    assertThat(report.json()).contains("\"suite\" : \"ownership\"").contains("\"one\"");
  }

  @Test
  @DisplayName("fails when one failed, and as long as one is missing")
  void fails() {
    assertThat(SuiteReport.of("ownership", 2, List.of(PASSED, FAILED)).verdict()).isEqualTo("FAIL");
    assertThat(SuiteReport.of("ownership", 2, List.of(PASSED)).verdict()).isEqualTo("FAIL");
  }

  private static Report report(String name, int actual) {
    var findings = new Findings();
    findings.equal("one", 1, actual);
    return findings.report(name, 100);
  }
}
