package dev.weir.node.admin;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// The pages of an admin port by path, each with a sentence that says what it shows.
///
/// Filled by the composition root before the server is opened, unchanged after.
public final class AdminPages {
  /// How a page is asked for.
  public enum Method {
    /// To read it; HEAD asks for the same.
    GET,
    /// To have something done.
    POST,
    /// To have something removed.
    DELETE
  }

  /// What a page is to whom.
  ///
  /// @param anybody whether also those may ask who are elsewhere and show no token
  record Access(Method method, boolean anybody) {
    static final Access READING = new Access(Method.GET, false);
    static final Access OPEN = new Access(Method.GET, true);

    boolean acts() {
      return method != Method.GET;
    }
  }

  /// One page: `answer` is given the query parameters, first value of each.
  record Page(
      String path, String sentence, Access access, Function<Map<String, String>, Answer> answer) {}

  /// One line of the list of pages.
  record Link(String path, String shows) {}

  private final Map<String, Map<Method, Page>> pages = new LinkedHashMap<>();

  /// The pages every program has: `/v1`, `/livez`, `/readyz`, `/metrics` and `/v1/events`.
  public static AdminPages standard(Readiness readiness, Telemetry telemetry, EventLog events) {
    var pages = new AdminPages();
    telemetry.tellBuild();
    pages.route("/v1", "This list.", () -> Map.of("pages", pages.links()));
    pages.open(
        "/livez", "Whether the process answers.", () -> new Answer.Json(200, Map.of("live", true)));
    pages.open(
        "/readyz",
        "Whether the program does its work, and if not, why: status 200 or 503.",
        readiness::answer);
    pages.answer(
        "/metrics",
        "Every metric in the Prometheus text format.",
        _ -> new Answer.Text("text/plain; version=0.0.4; charset=utf-8", telemetry.scrape()));
    var news = new News(events);
    pages.answer(
        "/v1/events",
        "The last events; ?since=N gives those from number N on, wait=S waits for one, S seconds.",
        news::answer);
    return pages;
  }

  /// Registers a JSON page. The supplier's value is a record, a map, a list or a JSON tree.
  public AdminPages route(String path, String sentence, Supplier<?> page) {
    return answer(path, sentence, _ -> new Answer.Json(200, page.get()));
  }

  /// Registers a page that is written piece by piece.
  public AdminPages listing(String path, String sentence, Supplier<Answer.Listing> page) {
    return answer(path, sentence, _ -> page.get());
  }

  /// Registers a page that depends on its query or has a status of its own.
  public AdminPages answer(
      String path, String sentence, Function<Map<String, String>, Answer> page) {
    return add(new Page(path, sentence, Access.READING, page));
  }

  /// Registers a page that also those may read who are elsewhere and show no token.
  public AdminPages open(String path, String sentence, Supplier<Answer> page) {
    return add(new Page(path, sentence, Access.OPEN, _ -> page.get()));
  }

  /// Registers what a POST has the program do that has the header `X-Weir: 1` or a body of JSON.
  public AdminPages action(
      String path, String sentence, Function<Map<String, String>, Answer> action) {
    return local(Method.POST, path, sentence, action);
  }

  /// Registers the same for any method.
  public AdminPages local(
      Method method, String path, String sentence, Function<Map<String, String>, Answer> action) {
    return add(new Page(path, sentence, new Access(method, false), action));
  }

  private AdminPages add(Page page) {
    String path = page.path();
    var here = pages.computeIfAbsent(path, _ -> new EnumMap<>(Method.class));
    if (!path.startsWith("/") || here.putIfAbsent(page.access().method(), page) != null) {
      throw new IllegalArgumentException("not a new path: " + path);
    }
    return this;
  }

  /// The pages at a path, by method.
  Map<Method, Page> at(String path) {
    return pages.getOrDefault(path, Map.of());
  }

  List<Link> links() {
    return pages.values().stream()
        .map(here -> here.values().iterator().next())
        .map(page -> new Link(page.path(), page.sentence()))
        .toList();
  }
}
