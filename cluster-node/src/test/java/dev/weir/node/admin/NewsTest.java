package dev.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("/v1/events")
final class NewsTest {
  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final News news = new News(log);

  private Answer ask(String since, String wait) {
    return news.answer(Map.of("since", since, "wait", wait));
  }

  private static int eventsOf(Answer answer) {
    return ((EventLog.Slice) ((Answer.Json) answer).value()).events().size();
  }

  @Test
  @DisplayName("with wait is answered when something happens, not before")
  void waits() {
    CompletableFuture<Answer> later = ((Answer.Later) ask("1", "25")).answer();
    assertThat(later).isNotDone();
    log.record(NodeEvent.NODE_STOPPED);
    assertThat(eventsOf(later.join())).isEqualTo(1);
    assertThat(eventsOf(((Answer.Later) ask("1", "25")).answer().join())).isEqualTo(1);
    assertThat(eventsOf(ask("2", "0"))).isZero();
  }

  @Test
  @DisplayName("is answered at once where too many wait, and when the time is over with nothing")
  void bounds() {
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < News.WAITING_MAX; i++) {
      waiting.add(((Answer.Later) ask("1", i == 0 ? "1" : "25")).answer());
    }
    assertThat(eventsOf(ask("1", "25"))).isZero();
    assertThat(eventsOf(waiting.getFirst().join())).isZero();
    assertThat(ask("1", "25")).isInstanceOf(Answer.Later.class);
    log.record(NodeEvent.NODE_STOPPED);
    assertThat(waiting.subList(1, waiting.size()))
        .allSatisfy(it -> assertThat(eventsOf(it.join())).isEqualTo(1));
  }

  @Test
  @DisplayName("refuses what is no number")
  void refuses() {
    for (String wrong : List.of("-1", "x", "", "1234567890123456789")) {
      assertThat(((Answer.Json) ask(wrong, "0")).status()).as(wrong).isEqualTo(400);
    }
    assertThat(((Answer.Json) ask("0", "123")).status()).isEqualTo(400);
  }
}
