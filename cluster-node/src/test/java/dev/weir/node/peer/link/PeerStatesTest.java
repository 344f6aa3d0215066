package dev.weir.node.peer.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Given;
import dev.weir.node.telemetry.EventLog;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PeerStatesTest {
  private static final Inet4Address NODE = Given.node(2);

  private Instant now = Given.START;
  private final PeerStates states =
      new PeerStates(2, () -> now, new EventLog("test", () -> Instant.EPOCH));

  @Test
  @DisplayName("a node that has been silent for five seconds, three times, is lost; not before")
  void lost() {
    states.silent(NODE);
    assertThat(states.isLost(NODE)).isFalse();
    after(3);
    states.silent(NODE);
    after(3);
    assertThat(states.isLost(NODE)).isFalse(); // we may have stood still ourselves
    states.silent(NODE);
    assertThat(states.isLost(NODE)).isTrue();

    states.answered(NODE);
    assertThat(states.isLost(NODE)).isFalse();
  }

  @Test
  @DisplayName("many requests that waited at once are one silence")
  void atOnce() {
    states.silent(NODE);
    states.silent(NODE);
    states.silent(NODE);
    after(6);
    assertThat(states.isLost(NODE)).isFalse();
  }

  @Test
  @DisplayName(
      "a node that refuses a connection is lost at once; one that cannot be reached is not")
  void refused() {
    states.unreachable(NODE, false);
    assertThat(states.isLost(NODE)).isFalse();
    states.unreachable(NODE, true);
    assertThat(states.isLost(NODE)).isTrue();
    assertThat(states.isSilent(NODE)).isTrue();
  }

  @Test
  @DisplayName("what a node is owed is paid once it doubts all that it had at the last debt")
  void owed() {
    states.owe(NODE);
    long first = states.owed().getOrDefault(NODE, 0L);
    states.owe(NODE);
    states.paid(NODE, first);
    assertThat(states.owed()).containsOnlyKeys(NODE);
    states.paid(NODE, states.owed().getOrDefault(NODE, 0L));
    assertThat(states.owed()).isEmpty();
  }

  private void after(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }
}
