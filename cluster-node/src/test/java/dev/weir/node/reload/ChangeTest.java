package dev.weir.node.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What two configurations write differently")
final class ChangeTest {
  @Test
  @DisplayName("is told key by key, with both values; order, comments and style are nothing")
  void between() {
    var changes =
        Change.between(
            "log: {level: info}\ncache: {memory: 1GiB}\nproxy:\n  reverse: [{listen: 'A:1'}]\n",
            """
            cache:
              memory: 1GiB # as before
            proxy: {reverse: [{listen: 'A:2'}, {listen: 'A:3'}]}
            """);

    assertThat(changes)
        .containsExactly(
            new Change("log.level", Optional.of("info"), Optional.empty()),
            new Change("proxy.reverse[0].listen", Optional.of("A:1"), Optional.of("A:2")),
            new Change("proxy.reverse[1].listen", Optional.empty(), Optional.of("A:3")));
  }

  @ParameterizedTest
  @DisplayName("is taken up by a running node, or read when it starts")
  @CsvSource({
    "log.level, true",
    "logs.level, false",
    "cache.rules[0].ttl.min, true",
    "cache.memory, false",
    "proxy.reverse[1].origins[0], true",
    "proxy.bypass.hosts[0], true",
    "proxy.bypass.dynamic.for, false",
    "proxy.tunnels.max, true",
    "proxy.intercept.tls.deny[0], true",
    "proxy.intercept.tls.ports[0], false",
    "proxy.intercept.ports[0], false",
    "wccp.services[0], true",
    "wccp.password, false",
    "node.name, false"
  })
  void live(String key, boolean live) {
    assertThat(new Change(key, Optional.empty(), Optional.of("x")).isLive()).isEqualTo(live);
  }
}
