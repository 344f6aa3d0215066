package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Others go by a table that we have not been shown yet.
final class BehindTest {
  private final Bench bench = Bench.with(new ScriptedRouter("192.0.2.1")).settled();

  @Test
  @DisplayName("§4.1 the routers are asked for it out of turn, and then as usual")
  void asksAtOnce() {
    bench.run(ofSeconds(5)).fresh();

    bench.on(new CacheEvent.Behind());
    bench.run(ofMillis(100));
    assertThat(bench.messages(Message.HereIAm.class)).hasSize(1);
    bench.run(ofSeconds(9));

    assertThat(bench.messages(Message.HereIAm.class)).hasSize(1);
  }

  @Test
  @DisplayName("§4.1 however many tables there are, no two messages are closer than T/10")
  void notTooOften() {
    bench.run(ofSeconds(5)).fresh();

    for (int i = 0; i < 99; i++) {
      bench.on(new CacheEvent.Behind());
      bench.run(ofMillis(10));
    }

    assertThat(bench.messages(Message.HereIAm.class)).hasSize(1);
  }
}
