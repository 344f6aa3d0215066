package dev.weir.wccp.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.CachePreferences;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RouterLinkTest {
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress US = InetAddress.ofLiteral("192.0.2.11");
  private static final Duration T = Duration.ofSeconds(10);

  private final Instant start = Instant.EPOCH;
  private final RouterLink link = new RouterLink(ROUTER, start);

  @Test
  @DisplayName("§4.3 an exchange is open from a HERE_I_AM until its answer, or for T/2")
  void exchange() {
    called(start);

    assertThat(link.exchanging(start.plusSeconds(4))).isTrue();
    assertThat(link.exchanging(start.plusSeconds(5))).isFalse();

    answered(start.plusSeconds(5));
    assertThat(link.exchanging(start.plusSeconds(5))).isFalse();
  }

  @Test
  @DisplayName("§4.3 an answer that was lost long ago opens no later exchange")
  void lostAnswer() {
    called(start);
    called(start.plus(T));
    answered(start.plus(T));

    assertThat(link.exchanging(start.plus(T))).isFalse();
  }

  private void called(Instant now) {
    link.calls().called(answer(), false, link.timers(), now);
  }

  private void answered(Instant now) {
    link.heard(answer(), US, CachePreferences.plain(T), now);
  }

  private static Message.ISeeYou answer() {
    return new Message.ISeeYou(
        0,
        ServiceGroup.WEB_CACHE.standardService(),
        new Component.RouterIdentity(ROUTER, new ReceiveId(1), ROUTER, List.of(US)),
        new Component.RouterView(1, Optional.empty(), List.of(), List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
