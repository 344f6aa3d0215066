package dev.weir.node.page;

import dev.weir.node.access.AccessLog;
import dev.weir.node.access.query.Query;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The access log on the admin port.
public final class LogPage {
  private LogPage() {}

  /// Adds the pages of a log.
  public static void show(AdminPages pages, AccessLog log) {
    pages.local(
        AdminPages.Method.POST,
        "/v1/log/reopen",
        "Goes on in a new access log, after the old one was renamed.",
        _ -> reopen(log));
    pages.local(
        AdminPages.Method.GET,
        "/v1/log",
        "The last requests: ?last=N or since=N, q=EXPRESSION, json=true.",
        query -> recent(log, query));
  }

  /// Status 400: the query is none, `place` tells from which character on; 409: there is no log.
  static Answer recent(AccessLog log, Map<String, String> query) {
    String since = query.getOrDefault("since", "0");
    String last = query.getOrDefault("last", "1000");
    if (!log.isOn()) {
      return new Answer.Json(409, Map.of("error", "no access log is written: write log.access"));
    }
    if (!since.matches("[0-9]{1,18}") || !last.matches("[0-9]{1,4}")) {
      return new Answer.Json(400, Map.of("error", "since and last are numbers", "place", 0));
    }
    boolean json = query.getOrDefault("json", "").equals("true");
    return switch (Query.read(query.getOrDefault("q", ""))) {
      case Query.Read.Bad(int place, String reason) ->
          new Answer.Json(400, Map.of("error", reason, "place", place));
      case Query.Read.Good(Query asked) ->
          new Answer.Later(
              CompletableFuture.supplyAsync(() ->
                  new Answer.Json(
                      200,
                      log.recent(Long.parseLong(since), Integer.parseInt(last), asked, json))));
    };
  }

  /// Has the log go on in a new file. Status 200: it does; 409: there is none; 500: it cannot.
  public static Answer reopen(AccessLog log) {
    return log.isOn()
        ? new Answer.Later(
            log.reopen()
                .handle((_, why) ->
                    why == null
                        ? new Answer.Json(200, Map.of("reopened", true))
                        : new Answer.Json(500, Map.of("error", String.valueOf(why)))))
        : new Answer.Json(409, Map.of("error", "no access log is written: write log.access"));
  }
}
