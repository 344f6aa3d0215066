package dev.weir.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collects what a run finds, check by check, until it becomes a [Report].
///
/// Confined to one thread at a time.
public final class Findings {
  /// The verdict of a run in which every check held.
  public static final String PASS = "PASS";

  /// The verdict of any other run.
  public static final String FAIL = "FAIL";

  private final List<Check> checks = new ArrayList<>();
  private final List<Report.Node> nodes = new ArrayList<>();
  private Report.@Nullable Router router;
  private Report.@Nullable Urls urls;
  private Report.@Nullable Clients clients;
  private Report.@Nullable NodeLoss nodeLoss;

  /// The measured value has to be this one.
  public void equal(String name, Object expected, Object actual) {
    add(name, expected.toString(), actual.toString(), Objects.equals(expected, actual));
  }

  /// The measured value must not be larger.
  public void atMost(String name, long limit, long actual, String unit) {
    add(name, "<= " + limit + unit, actual + unit, actual <= limit);
  }

  /// The measured value must not be smaller.
  public void atLeast(String name, long limit, long actual, String unit) {
    add(name, ">= " + limit + unit, actual + unit, actual >= limit);
  }

  /// A statement in words, and whether it held.
  public void add(String name, String expected, String actual, boolean pass) {
    checks.add(new Check(name, expected, actual, pass));
  }

  /// The router's part.
  public void router(Report.Router found) {
    router = found;
  }

  /// The nodes' part, instead of an earlier one.
  public void nodes(List<Report.Node> found) {
    nodes.clear();
    nodes.addAll(found);
  }

  /// The URLs' part.
  public void urls(Report.Urls found) {
    urls = found;
  }

  /// The clients' part.
  public void clients(Report.Clients found) {
    clients = found;
  }

  /// The part about a lost node.
  public void nodeLoss(Report.NodeLoss found) {
    nodeLoss = found;
  }

  /// The checks that did not hold.
  public List<Check> failed() {
    return checks.stream().filter(check -> !check.pass()).toList();
  }

  /// The report so far. A run without a single check has proved nothing and fails.
  public Report report(String scenario, long elapsedMillis) {
    String verdict = !checks.isEmpty() && failed().isEmpty() ? PASS : FAIL;
    return new Report(
        scenario, verdict, elapsedMillis, router, nodes, urls, clients, nodeLoss, checks);
  }
}
