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
  private static final RouterOffer OFFER = new RouterOffer(SECOND, Duration.ofSeconds(10));

  @Test
  @DisplayName("§3.10 an interval within the offered range is chosen, offered back and agreed")
  void agree() {
    var choice = chosen(OFFER.capabilities(Optional.empty()), SECOND);
    var timers = OFFER.accept(Optional.of(choice.capabilities()), Optional.empty());

    assertThat(timers).contains(new Timers(SECOND, 1, 1));
    assertThat(CacheChoice.agreed(Optional.of(OFFER.capabilities(timers)), choice)).isTrue();
    assertThat(CacheChoice.agreed(Optional.of(OFFER.capabilities(Optional.empty())), choice))
        .isFalse();
  }

  @Test
  @DisplayName("§3.10 an interval outside the range is moved to its end")
  void clamp() {
    var offer = new RouterOffer(Duration.ofSeconds(2), Duration.ofSeconds(10));

    assertThat(chosen(offer.capabilities(Optional.empty()), SECOND).timers().transmit())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(
            chosen(offer.capabilities(Optional.empty()), Duration.ofSeconds(60))
                .timers()
                .transmit())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("§3.10 a router that offers no interval keeps ten seconds, and no element is sent")
  void defaults() {
    var plain = capabilities(new Forwarding(3), new AssignmentMethod(3), new PacketReturn(3));
    var choice = chosen(plain, SECOND);

    assertThat(choice.timers()).isEqualTo(Timers.DEFAULT);
    assertThat(choice.capabilities())
        .isEqualTo(capabilities(new Forwarding(1), new AssignmentMethod(1), new PacketReturn(1)));
    assertThat(CacheChoice.from(Optional.empty(), SECOND)).isInstanceOf(CacheChoice.Chosen.class);
  }

  @Test
  @DisplayName("§4.2 a router with layer 2 or mask only has nothing in common with us")
  void nothingInCommon() {
    assertThat(CacheChoice.from(Optional.of(capabilities(new Forwarding(2))), SECOND))
        .isEqualTo(new CacheChoice.Nothing(CacheChoice.Kind.FORWARDING));
    assertThat(CacheChoice.from(Optional.of(capabilities(new AssignmentMethod(2))), SECOND))
        .isEqualTo(new CacheChoice.Nothing(CacheChoice.Kind.ASSIGNMENT));
    assertThat(CacheChoice.from(Optional.of(capabilities(new PacketReturn(2))), SECOND))
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
        .contains(new Timers(SECOND, 2, 3));
  }

  @Test
  @DisplayName("§4.1 the first cache fixes the timers: another choice is refused while it stays")
  void firstFixes() {
    var agreed = Optional.of(new Timers(SECOND, 1, 1));
    var same = Optional.of(capabilities(new TransmitInterval(0, 1_000)));
    var other = Optional.of(capabilities(new TransmitInterval(0, 2_000)));

    assertThat(OFFER.accept(same, agreed)).isEqualTo(agreed);
    assertThat(OFFER.accept(other, agreed)).isEmpty();
    assertThat(OFFER.accept(Optional.empty(), agreed)).isEmpty();
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

  private static Optional<Timers> accept(Capability... elements) {
    return OFFER.accept(Optional.of(capabilities(elements)), Optional.empty());
  }

  private static CacheChoice.Chosen chosen(Capabilities offer, Duration wanted) {
    return switch (CacheChoice.from(Optional.of(offer), wanted)) {
      case CacheChoice.Chosen chosen -> chosen;
      case CacheChoice.Nothing nothing -> throw new AssertionError(nothing);
    };
  }

  private static Capabilities capabilities(Capability... elements) {
    return new Capabilities(List.of(elements));
  }
}
