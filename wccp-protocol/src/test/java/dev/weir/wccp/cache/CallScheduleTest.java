package dev.weir.wccp.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CallScheduleTest {
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");

  /// Whatever is sent: the schedule does not look into it.
  private static final Message ANY =
      new Message.RemovalQuery(
          0,
          ServiceGroup.WEB_CACHE.standardService(),
          new Component.Query(ROUTER, ReceiveId.NONE, ROUTER, ROUTER),
          List.of());

  private final Instant start = Instant.EPOCH;
  private final CallSchedule calls = new CallSchedule(start);

  @Test
  @DisplayName("§4.3 an exchange is open from a HERE_I_AM until its answer, or for T/2")
  void exchange() {
    called(start);

    assertThat(exchanging(start.plusSeconds(4))).isTrue();
    assertThat(exchanging(start.plusSeconds(5))).isFalse();

    calls.answered(Timers.DEFAULT);
    assertThat(exchanging(start.plusSeconds(4))).isFalse();
  }

  @Test
  @DisplayName("§4.3 an answer that was lost long ago opens no later exchange")
  void lostAnswer() {
    called(start);
    called(start.plusSeconds(10));
    calls.answered(Timers.DEFAULT);

    assertThat(exchanging(start.plusSeconds(10))).isFalse();
  }

  private void called(Instant now) {
    calls.called(ANY, false, Timers.DEFAULT, now);
  }

  private boolean exchanging(Instant now) {
    return calls.exchanging(Timers.DEFAULT, now);
  }
}
