package dev.weir.node.access.octets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RingTest {
  private static final int RECORD_OCTETS = 256;

  private final Ring ring = new Ring();

  @Test
  @DisplayName("the writer is woken each time that a thirty-second of it has come, and not between")
  void wakes() {
    int woken = 0;
    for (int i = 0; i < Ring.OCTETS / 4 / RECORD_OCTETS; i++) {
      ring.claim();
      woken += ring.publish(RECORD_OCTETS) ? 1 : 0;
      ring.peek();
      ring.release(RECORD_OCTETS);
    }
    assertThat(woken).isEqualTo(8);
  }
}
