package dev.weir.gre.rate;

import static dev.weir.gre.rate.Moderation.QUICK_PACKETS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("interrupt moderation")
final class ModerationTest {
  private final Moderation moderation = new Moderation();

  @Test
  @DisplayName("while packets are few, the next one is waited for")
  void few() {
    assertThat(moderation.rests()).isFalse();
    for (int i = 0; i < 100; i++) {
      moderation.took(QUICK_PACKETS - 1);
      assertThat(moderation.rests()).isFalse();
    }
  }

  @Test
  @DisplayName(
      "after a quick succession it rests once; if little has come meanwhile, it waits again")
  void quick() {
    for (int i = 0; i < QUICK_PACKETS; i++) {
      moderation.took(1);
    }

    assertThat(moderation.rests()).isTrue();
    moderation.took(QUICK_PACKETS - 1);
    assertThat(moderation.rests()).isFalse();
    assertThat(moderation.rests()).isFalse();
  }
}
