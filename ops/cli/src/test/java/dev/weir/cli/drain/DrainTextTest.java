package dev.weir.cli.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What weir drain says")
final class DrainTextTest {
  @Test
  @DisplayName("first it waits for the routers, then for the connections, then it is done")
  void inOrder() {
    assertThat(DrainText.of(page(true, false, 64, 7)))
        .isEqualTo("waiting until the routers give others its buckets: 64");
    assertThat(DrainText.of(page(true, false, 0, 7)))
        .isEqualTo("waiting for its connections to end: 7");
    assertThat(DrainText.done(page(true, false, 0, 7))).isFalse();
    assertThat(DrainText.of(page(true, true, 0, 0)))
        .isEqualTo("drained; connections still open: 0");
    assertThat(DrainText.done(page(true, true, 0, 0))).isTrue();
  }

  @Test
  @DisplayName("a node that nobody drains is not, whether routers list it or not")
  void notDrained() {
    assertThat(DrainText.of(page(false, true, 0, 0))).isEqualTo("not drained");
    assertThat(DrainText.done(page(false, true, 0, 0))).isFalse();
  }

  @Test
  @DisplayName("what is no such page is said to be none")
  void somethingElse() {
    assertThat(DrainText.of("{}")).contains("something else");
    assertThat(DrainText.of("<html>")).contains("something else");
    assertThat(DrainText.done("<html>")).isFalse();
  }

  private static String page(boolean draining, boolean left, int buckets, int connections) {
    return """
    {"draining": %s, "left": %s, "buckets": %d, "connections": %d}\
    """
        .formatted(draining, left, buckets, connections);
  }
}
