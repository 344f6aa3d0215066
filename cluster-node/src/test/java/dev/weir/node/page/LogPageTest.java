package dev.weir.node.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import dev.weir.node.admin.Answer;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LogPageTest {
  @Test
  @DisplayName("the page has the lines that are asked for, as in the file or of JSON")
  void lines(@TempDir Path folder) throws IOException {
    var events = new EventLog("test", () -> Instant.EPOCH);
    Path file = folder.resolve("access.log");
    try (var log = AccessLog.open(file, AccessLog.Format.SQUID, events, new Telemetry())) {
      record(log, 200);
      record(log, 503);
      log.reopen().join();

      assertThat(slice(log, Map.of("q", "status >= 500")).lines())
          .singleElement()
          .asString()
          .contains("TCP_MEM_HIT/503");
      AccessLog.Slice all = slice(log, Map.of("json", "true", "last", "1"));
      assertThat(all.lines()).singleElement().asString().contains("\"status\":503");
      assertThat(all.next()).isEqualTo(3);
      assertThat(slice(log, Map.of("since", "3")).lines()).isEmpty();

      assertThat(LogPage.recent(log, Map.of("q", "colour == red")))
          .isInstanceOfSatisfying(Answer.Json.class, it -> assertThat(it.status()).isEqualTo(400));
      assertThat(LogPage.recent(log, Map.of("since", "-1")))
          .isInstanceOfSatisfying(Answer.Json.class, it -> assertThat(it.status()).isEqualTo(400));
    }
    assertThat(LogPage.recent(AccessLog.off(), Map.of()))
        .isInstanceOfSatisfying(Answer.Json.class, it -> assertThat(it.status()).isEqualTo(409));
  }

  private static AccessLog.Slice slice(AccessLog log, Map<String, String> query) {
    var later = (Answer.Later) LogPage.recent(log, query);
    return (AccessLog.Slice) ((Answer.Json) later.answer().join()).value();
  }

  private static void record(AccessLog log, int status) {
    log.draft()
        .begin(status, Treatment.HIT, ObjectSource.MEMORY)
        .at(1, 1, 1)
        .text("GET")
        .text("a.test")
        .text("/")
        .end();
  }
}
