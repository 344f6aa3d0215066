package dev.weir.wccp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Capability.AssignmentMethod;
import dev.weir.wccp.message.Capability.Forwarding;
import dev.weir.wccp.message.Capability.PacketReturn;
import dev.weir.wccp.message.Capability.TimerScale;
import dev.weir.wccp.message.Capability.TransmitInterval;
import dev.weir.wccp.message.Component.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class NegotiationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final RouterOffer OFFER = RouterOffer.plain(SECOND, Duration.ofSeconds(10));

  private static final CachePreferences GRE_AND_HASH = CachePreferences.plain(SECOND);

  @Test
  @DisplayName("§3.10 an interval within the offered range is chosen, offered back and agreed")
  void agree() {
    var choice = chosen(OFFER.capabilities(Optional.empty()), SECOND);
    var timers = OFFER.accept(Optional.of(choice.capabilities()), Optional.empty(), true);

    assertThat(timers).contains(agreement(new Timers(SECOND, 1, 1)));
    assertThat(CacheChoice.agreed(Optional.of(OFFER.capabilities(timers)), choice)).isTrue();
    assertThat(CacheChoice.agreed(Optional.of(OFFER.capabilities(Optional.empty())), choice))
        .isFalse();
  }

  @Test
  @DisplayName("§3.10 an interval outside the range is moved to its end")
  void clamp() {
    var offer = RouterOffer.plain(Duration.ofSeconds(2), Duration.ofSeconds(10));

    assertThat(chosen(offer.capabilities(Optional.empty()), SECOND).agreement().timers().transmit())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(
            chosen(offer.capabilities(Optional.empty()), Duration.ofSeconds(60))
                .agreement()
                .timers()
                .transmit())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("§3.10 a router that offers no interval keeps ten seconds, and no element is sent")
  void defaults() {
    var plain = capabilities(new Forwarding(3), new AssignmentMethod(3), new PacketReturn(3));
    var choice = chosen(plain, SECOND);

    assertThat(choice.agreement()).isEqualTo(Agreement.DEFAULT);
    assertThat(choice.capabilities())
        .isEqualTo(capabilities(new Forwarding(1), new AssignmentMethod(1), new PacketReturn(1)));
    assertThat(CacheChoice.from(Optional.empty(), GRE_AND_HASH))
        .isInstanceOf(CacheChoice.Chosen.class);
  }

  @Test
  @DisplayName("§4.2 a router with layer 2 or mask only has nothing in common with us")
  void nothingInCommon() {
    assertThat(CacheChoice.from(Optional.of(capabilities(new Forwarding(2))), GRE_AND_HASH))
        .isEqualTo(new CacheChoice.Nothing(CacheChoice.Kind.FORWARDING));
    assertThat(CacheChoice.from(Optional.of(capabilities(new AssignmentMethod(2))), GRE_AND_HASH))
        .isEqualTo(new CacheChoice.Nothing(CacheChoice.Kind.ASSIGNMENT));
    assertThat(CacheChoice.from(Optional.of(capabilities(new PacketReturn(2))), GRE_AND_HASH))
        .isEqualTo(new CacheChoice.Nothing(CacheChoice.Kind.RETURN));
  }

  @Test
  @DisplayName("§4.4 step 8: two methods, an unoffered interval or a range are not a choice")
  void refusedChoices() {
    assertThat(accept(new Forwarding(3))).isEmpty();
    assertThat(accept(new TransmitInterval(0, 500))).isEmpty();
    assertThat(accept(new TransmitInterval(10_000, 1_000))).isEmpty();
    assertThat(accept(new TimerScale(0, 6, 0, 1))).isEmpty();
    assertThat(accept(new TimerScale(0, 0, 0, 1))).isEmpty();
    assertThat(accept(new TimerScale(5, 1, 5, 1))).isEmpty();
    assertThat(accept(new TransmitInterval(0, 1_000), new TimerScale(0, 2, 0, 3)))
        .contains(agreement(new Timers(SECOND, 2, 3)));
  }

  @Test
  @DisplayName("§4.1 the first cache fixes the timers: another choice is refused while it stays")
  void firstFixes() {
    var agreed = Optional.of(agreement(new Timers(SECOND, 1, 1)));
    var same = Optional.of(capabilities(new TransmitInterval(0, 1_000)));
    var other = Optional.of(capabilities(new TransmitInterval(0, 2_000)));

    assertThat(OFFER.accept(same, agreed, true)).isEqualTo(agreed);
    assertThat(OFFER.accept(other, agreed, true)).isEmpty();
    assertThat(OFFER.accept(Optional.empty(), agreed, true)).isEmpty();
  }

  @Test
  @DisplayName("§4.1 at T = 10 s: query 25 s, removal 30 s, assignment 15 s, flush 50 s")
  void timers() {
    assertThat(Timers.DEFAULT.queryAfter()).isEqualTo(Duration.ofSeconds(25));
    assertThat(Timers.DEFAULT.lostAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Timers.DEFAULT.assignAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(Timers.DEFAULT.assignAtLatest()).isEqualTo(Duration.ofSeconds(40));
    assertThat(Timers.DEFAULT.flushAfter()).isEqualTo(Duration.ofSeconds(50));
    assertThat(Timers.DEFAULT.answerSpacing()).isEqualTo(SECOND);
  }

  private static Agreement agreement(Timers timers) {
    return new Agreement(Transport.GRE, Distribution.HASH, Transport.GRE, timers);
  }

  private static Optional<Agreement> accept(Capability... elements) {
    return OFFER.accept(Optional.of(capabilities(elements)), Optional.empty(), true);
  }

  private static CacheChoice.Chosen chosen(Capabilities offer, Duration wanted) {
    return switch (CacheChoice.from(Optional.of(offer), CachePreferences.plain(wanted))) {
      case CacheChoice.Chosen chosen -> chosen;
      case CacheChoice.Nothing nothing -> throw new AssertionError(nothing);
    };
  }

  private static Capabilities capabilities(Capability... elements) {
    return new Capabilities(List.of(elements));
  }
}
