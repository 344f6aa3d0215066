package dev.weir.node.admin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Ipv4;
import dev.weir.node.config.value.Secret;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SEC-K5 who is let in at the admin port")
final class GateTest {
  private static final String TOKEN = "0123456789abcdef".repeat(2);
  private static final InetAddress SOMEBODY = Ipv4.parse("198.51.100.7");

  private Instant now = Instant.EPOCH;
  private final Gate gate = new Gate(Optional.of(Secret.of(TOKEN)), () -> now);

  private Optional<Refused> refusal(InetAddress from, String... authorization) {
    return gate.refusal(from, List.of(authorization));
  }

  @Test
  @DisplayName("the loopback needs no token, anybody else the right one, once, as Bearer")
  void token() {
    assertThat(refusal(InetAddress.getLoopbackAddress())).isEmpty();
    assertThat(refusal(SOMEBODY)).contains(Refused.NO_TOKEN);
    assertThat(refusal(SOMEBODY, "Bearer " + TOKEN)).isEmpty();
    assertThat(refusal(SOMEBODY, "bearer  " + TOKEN + " ")).isEmpty();
    for (String wrong :
        List.of("", "Bearer ", "Bearer", TOKEN, "Basic " + TOKEN, "Bearer " + TOKEN + "0")) {
      assertThat(refusal(SOMEBODY, wrong)).as(wrong).contains(Refused.WRONG_TOKEN);
    }
    assertThat(refusal(SOMEBODY, "Bearer " + TOKEN, "Bearer " + TOKEN))
        .contains(Refused.WRONG_TOKEN);
    var none = new Gate(Optional.empty(), () -> now);
    assertThat(none.refusal(SOMEBODY, List.of("Bearer "))).contains(Refused.WRONG_TOKEN);
  }

  @Test
  @DisplayName("ten wrong ones in a minute shut one address out until the minute is over")
  void tooMany() {
    for (int i = 0; i < Gate.WRONG_MAX; i++) {
      assertThat(refusal(SOMEBODY)).contains(Refused.NO_TOKEN); // is no guess
      assertThat(refusal(SOMEBODY, "Bearer x")).contains(Refused.WRONG_TOKEN);
    }
    now = now.plus(Gate.WINDOW).minusMillis(1);
    assertThat(refusal(SOMEBODY, "Bearer " + TOKEN)).contains(Refused.TOO_MANY);
    assertThat(refusal(Ipv4.parse("198.51.100.8"), "Bearer " + TOKEN)).isEmpty();
    now = now.plusMillis(1);
    assertThat(refusal(SOMEBODY, "Bearer " + TOKEN)).isEmpty();
  }

  @Test
  @DisplayName("of more than 1024 addresses the first is forgotten")
  void addresses() {
    for (int round = 0; round < Gate.WRONG_MAX; round++) {
      refusal(SOMEBODY, "Bearer x");
    }
    for (int i = 0; i < Gate.ADDRESSES_MAX; i++) {
      refusal(Ipv4.parse("203.0." + 113 + "." + i % 200), "Bearer x");
      refusal(InetAddress.ofLiteral("2001:db8::" + Integer.toHexString(i + 1)), "Bearer x");
    }
    assertThat(refusal(SOMEBODY, "Bearer " + TOKEN)).isEmpty();
  }

  @Test
  @DisplayName("an action is meant when it says so by header or JSON, and no foreign page sends it")
  void intent() {
    assertThat(intent(null, null, "1", null)).isEmpty();
    assertThat(intent(null, null, null, "Application/JSON ; charset=utf-8")).isEmpty();
    assertThat(intent("http://192.0.2.11:8088", "same-origin", "1", null)).isEmpty();
    assertThat(intent(null, "none", "1", null)).isEmpty();
    assertThat(intent(null, null, null, null)).contains(Refused.NO_INTENT);
    assertThat(intent(null, null, "0", null)).contains(Refused.NO_INTENT);
    assertThat(intent(null, null, "1", "multipart/form-data")).contains(Refused.MEDIA_TYPE);
    for (String origin : List.of("null", "http://192.0.2.11", "https://192.0.2.11:8088", "")) {
      assertThat(intent(origin, null, "1", null)).as(origin).contains(Refused.FOREIGN_PAGE);
    }
    for (String site : List.of("cross-site", "same-site", "")) {
      assertThat(intent(null, site, "1", null)).as(site).contains(Refused.FOREIGN_PAGE);
    }
  }

  private static Optional<Refused> intent(
      @Nullable String origin,
      @Nullable String site,
      @Nullable String mark,
      @Nullable String mediaType) {
    return new Intent("192.0.2.11:8088", origin, site, mark, mediaType).refusal();
  }
}
