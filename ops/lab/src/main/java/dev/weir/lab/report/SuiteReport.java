package dev.weir.lab.report;

import java.util.List;

/// What the scenarios of a suite have found.
///
/// @param suite which suite
/// @param verdict `PASS` when each of its scenarios was played and passed, `FAIL` otherwise
/// @param elapsedMillis of all of them
/// @param scenarios a report for each that was played, in order
public record SuiteReport(
    String suite, String verdict, long elapsedMillis, List<Report> scenarios) {

  /// Copies the list.
  public SuiteReport {
    scenarios = List.copyOf(scenarios);
  }

  /// Of a suite of so many scenarios, with the reports there are until now.
  public static SuiteReport of(String suite, int all, List<Report> reports) {
    boolean passed = reports.size() == all && reports.stream().allMatch(Report::passed);
    return new SuiteReport(
        suite,
        passed ? Findings.PASS : Findings.FAIL,
        reports.stream().mapToLong(Report::elapsedMillis).sum(),
        reports);
  }

  /// The report as JSON, ending with a line feed.
  public String json() {
    return Report.json(this);
  }
}
