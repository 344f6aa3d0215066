package dev.weir.node.page;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Answer;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A fault on demand, for tests and labs: an event loop that never gets free.
///
/// It is there only if the JVM was started with `-Dweir.fault.stuck-loop=true`, and asked for on
/// this host alone.
public final class FaultPage {
  private static final String PROPERTY = "weir.fault.stuck-loop";

  private FaultPage() {}

  /// Adds it, if the JVM was started so.
  public static void add(AdminPages pages, List<EventExecutor> loops) {
    if (Boolean.getBoolean(PROPERTY)) {
      pages.local(
          Method.POST,
          "/v1/faults/stuck-loop",
          "Keeps an event loop busy for good.",
          query -> stick(loops));
    }
  }

  private static Answer stick(List<EventExecutor> loops) {
    loops.getFirst().execute(FaultPage::stuck);
    return new Answer.Json(200, Map.of("stuck", true));
  }

  private static void stuck() {
    while (true) {
      LockSupport.park();
    }
  }
}
