package dev.weir.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.ServiceConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
  private static final Inet4Address CLIENT = Inet4Address.ofLiteral("198.51.100.7");

  @Test
  @DisplayName("§5.2 what is spread over all buckets is shared evenly, and one address never")
  void sharesTraffic() {
    var spread = new Traffic();
    for (int i = 0; i < 256; i++) {
      spread.add(CLIENT, Inet4Address.ofLiteral("203.0.113." + i), 80);
    }
    Way hash = Way.all(2, Optional.empty()).getFirst();
    assertThat(Shares.even(hash, hash.loads(spread), 4).loads()).containsOnly(64L);
    assertThat(Shares.even(hash, hash.loads(spread), 4).skew()).isEqualTo(1);

    var single = new Traffic();
    single.add(CLIENT, Inet4Address.ofLiteral("203.0.113.80"), 80);
    Shares one = Shares.even(hash, hash.loads(single), 4);
    assertThat(one.skew()).isEqualTo(4);
    assertThat(one.empty()).isEqualTo(255);
  }

  @Test
  @DisplayName("§5.3 a mask looks at its bits alone")
  void sharesByMask() {
    var traffic = new Traffic();
    for (int i = 0; i < 64; i++) {
      traffic.add(CLIENT, Inet4Address.ofLiteral("203.0.113." + i * 4), 80);
    }
    Way low = way("mask destination 0x3f");
    Way source = way("mask source 0x3f");
    assertThat(Shares.even(low, low.loads(traffic), 2).empty()).isEqualTo(48);
    assertThat(Shares.even(source, source.loads(traffic), 2).skew()).isEqualTo(2);
  }

  @Test
  @DisplayName("weights make uneven traffic more even")
  void weighs() {
    var traffic = new Traffic();
    for (int i = 0; i < 256; i++) {
      for (int n = 0; n <= (i < 128 ? 8 : 0); n++) {
        traffic.add(CLIENT, Inet4Address.ofLiteral("203.0.113." + i), 80);
      }
    }
    Way hash = Way.all(2, Optional.empty()).getFirst();
    long[] loads = hash.loads(traffic);
    assertThat(Shares.balanced(hash, loads, 2).skew())
        .isLessThan(Shares.even(hash, loads, 2).skew());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1767225600.042 12 198.51.100.7 TCP_MISS/200 1324 GET http://a.test/x - HIER_DIRECT/203.0.113.80 text/html",
        "198.51.100.7 - - [01/Jan/2026:00:00:00 +0000] \"GET http://203.0.113.80/x HTTP/1.1\" 200 5",
        "{\"client\":\"198.51.100.7\",\"url\":\"http://a.test/x\",\"source\":\"origin\",\"asked\":\"203.0.113.80\"}"
      })
  @DisplayName("a line of each format tells who asked whom")
  void readsFormats(String line) {
    LogLine read = LogLine.of(line).orElseThrow();
    assertThat(read.client()).isEqualTo(CLIENT);
    assertThat(read.origin().orElseThrow().getHostAddress()).isEqualTo("203.0.113.80");
    assertThat(read.port()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "{", "{}", "1 2 3", "x - - [] \"GET / HTTP/1.1\" 200 1"})
  @DisplayName("a line of no format tells nothing")
  void refusesOthers(String line) {
    assertThat(LogLine.of(line)).isEmpty();
  }

  @Test
  @DisplayName("a hit is placed where the misses of its host went, else by the name")
  void placesHits() throws IOException {
    var observed = new Observed(List.of(ServiceConfig.WEB_CACHE));
    String log =
        """
        1.0 1 198.51.100.7 TCP_MEM_HIT/200 1 GET http://a.test/ - HIER_NONE/- text/html
        1.0 1 198.51.100.7 TCP_MISS/200 1 GET http://a.test/ - HIER_DIRECT/203.0.113.80 text/html
        1.0 1 198.51.100.7 TCP_MEM_HIT/200 1 GET http://b.test/ - HIER_NONE/- text/html
        1.0 1 198.51.100.7 TCP_MISS/200 1 GET http://a.test:8080/ - HIER_DIRECT/203.0.113.80 a/b
        nonsense
        """;
    observed.log(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)));
    Traffic traffic = observed.services().getOrDefault(ServiceConfig.WEB_CACHE, new Traffic());
    assertThat(traffic.counts().values()).containsExactlyInAnyOrder(2L, 1L);
    assertThat(observed.byName()).isEqualTo(1);
    assertThat(observed.others()).as("another port, and no line").isEqualTo(2);
  }

  private static Way way(String name) {
    return Way.all(2, Optional.empty()).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
