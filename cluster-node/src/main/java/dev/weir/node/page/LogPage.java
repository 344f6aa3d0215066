package dev.weir.node.page;

import dev.weir.node.access.AccessLog;
import dev.weir.node.admin.Answer;
import java.util.Map;

/// The access log on the admin port.
public final class LogPage {
  private LogPage() {}

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
