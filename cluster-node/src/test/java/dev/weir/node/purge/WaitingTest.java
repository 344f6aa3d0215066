package dev.weir.node.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.store.Purge;
import dev.weir.node.grid.Loopback;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class WaitingTest {
  private static final Instant SOON = Instant.EPOCH.plusSeconds(4);

  private final Inet4Address self = Loopback.address(1);
  private final Inet4Address other = Loopback.address(2);
  private final Inet4Address third = Loopback.address(3);
  private final Purge purge = Purge.parse(Purge.Kind.HOST, "a.test").orElseThrow();
  private final Waiting waiting = new Waiting(purge, 7, 3, self, SOON);

  WaitingTest() throws IOException {}

  @Test
  @DisplayName("it is over when every node that is there has said this very number")
  void complete() {
    var present = Set.of(self, other, third);
    assertThat(waiting.outcome(present, Map.of(), Instant.EPOCH)).isEmpty();
    assertThat(waiting.outcome(present, Map.of(other, Set.of(7L)), Instant.EPOCH)).isEmpty();
    var wrong = Map.of(other, Set.of(7L), third, Set.of(8L));
    assertThat(waiting.outcome(present, wrong, Instant.EPOCH)).isEmpty();

    var all = Map.of(other, Set.of(7L), third, Set.of(6L, 7L));
    Outcome outcome = waiting.outcome(present, all, Instant.EPOCH).orElseThrow();
    assertThat(outcome.isComplete()).isTrue();
    assertThat(outcome.applied()).containsExactlyInAnyOrder(self, other, third);
  }

  @Test
  @DisplayName("who goes is not waited for; who stays silent is named when the time is over")
  void incomplete() {
    assertThat(waiting.outcome(Set.of(self), Map.of(), Instant.EPOCH).orElseThrow().isComplete())
        .isTrue();
    var present = Set.of(self, other, third);
    Outcome outcome = waiting.outcome(present, Map.of(other, Set.of(7L)), SOON).orElseThrow();
    assertThat(outcome.isComplete()).isFalse();
    assertThat(outcome.applied()).containsExactly(self, other);
    assertThat(outcome.missing()).containsExactly(third);
  }
}
