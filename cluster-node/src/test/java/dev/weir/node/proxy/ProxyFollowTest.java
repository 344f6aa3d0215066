package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.Soon;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who follows another's fetch and who does not, and what becomes of a fetch whose client leaves.
@Timeout(120)
class ProxyFollowTest {
  @RegisterExtension private final Herd herd = new Herd();
  private final OriginRecorder origin = herd.origin;
  private final ProxyUnderTest node = herd.node;
  private final String host = herd.host;

  @Test
  @DisplayName("a client that leaves does not take the fetch from those who follow")
  void leaderGone() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(1000, 1 << 20, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    RawClient follower = herd.asks();
    follower.readHead();

    leader.close();
    node.awaitMetric("weir_http_connections", 1);
    answer.gate.countDown();

    Herd.readOctets(follower, 0, 1 << 20);
    Soon.holds("stored", () -> node.store.count() == 1);
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("a client that leaves nobody behind: what is nearly whole is finished and stored")
  void finishes() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(800_000, 1_000_000, Herd.FRESH));
    RawClient only = herd.asks();
    only.readHead();
    Herd.readOctets(only, 0, 800_000);

    only.close();
    node.awaitMetric("weir_http_connections", 0);
    answer.gate.countDown();

    Soon.holds("stored", () -> node.store.count() == 1);
    node.awaitMetric("weir_http_requests_total{result=\"miss\"}", 1);
  }

  @Test
  @DisplayName("of what is not nearly whole, or does not say so, the fetch ends with its client")
  void stops() throws IOException {
    for (GatedAnswer answer :
        List.of(
            GatedAnswer.of(700_000, 1_000_000, Herd.FRESH),
            GatedAnswer.unbounded(800_000, 1_000_000, Herd.FRESH))) {
      herd.answering(answer);
      RawClient only = herd.asks();
      only.readHead();

      only.close();
      node.awaitMetric("weir_http_connections", 0);
      node.awaitMetric("weir_cache_filling_bytes", 0);
      answer.gate.countDown();
      GatedAnswer.await(answer.over);
      assertThat(node.proxy.inventory()).isEmpty();
    }
  }

  @Test
  @DisplayName("RFC 9111 §4.1 a request that selects another response goes for itself at once")
  void otherSelection() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(10, 100, Herd.FRESH, "Vary: X-Kind"));
    RawClient leader = herd.asks("X-Kind: 1");
    GatedAnswer.await(answer.begun);
    herd.answering(OriginRecorder.ok("other", Herd.FRESH, "Vary: X-Kind"));

    RawClient other = herd.asks("X-Kind: 2");

    assertThat(other.read(false).body()).isEqualTo("other");
    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
  }

  @Test
  @DisplayName("RFC 9110 §14 a range, and RFC 9111 §5.2.1.4 no-cache, do not wait for another")
  void others() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(10, 100, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    herd.answering(OriginRecorder.ok("now", Herd.FRESH));

    assertThat(herd.asks("Range: bytes=0-1").read(false).body()).isEqualTo("now");
    assertThat(herd.asks("Cache-Control: no-cache").read(false).body()).isEqualTo("now");
    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
  }

  @Test
  @DisplayName("what came before a purge is not read by those who ask after it")
  void purged() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(10, 100, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    RawClient before = herd.asks();
    before.readHead();
    node.store.purge(new CacheKey("http", host, "/a"));
    herd.answering(OriginRecorder.ok("new", Herd.FRESH));

    assertThat(herd.asks().read(false).body()).isEqualTo("new");

    answer.gate.countDown();
    leader.readHead();
    Herd.readOctets(leader, 0, 100);
    Herd.readOctets(before, 0, 100);
    assertThat(herd.asks().read(false).body()).isEqualTo("new");
  }

  @Test
  @DisplayName(
      "RFC 9111 §4.4 what came before a POST's answer is not read by those who ask after it")
  void posted() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.of(10, 100, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    herd.answering(OriginRecorder.ok("new", Herd.FRESH));
    try (RawClient poster = node.client()) {
      poster.ask("POST", "/a", host, "Content-Length: 0");
    }

    assertThat(herd.asks().read(false).body()).isEqualTo("new");

    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
    assertThat(herd.asks().read(false).body()).isEqualTo("new");
  }

  @Test
  @DisplayName("RFC 9111 §4.4 who asks after a POST's answer does not get what was asked before")
  void postedBeforeItBegan() throws IOException {
    var asked = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    origin.answering(
        "/a",
        (_, out) -> {
          asked.countDown();
          GatedAnswer.await(gate);
          out.write(OriginRecorder.latin1(OriginRecorder.ok("old", Herd.FRESH)));
        });
    RawClient leader = herd.asks();
    GatedAnswer.await(asked);
    herd.answering(OriginRecorder.ok("new", Herd.FRESH));
    try (RawClient poster = node.client()) {
      poster.ask("POST", "/a", host, "Content-Length: 0");
    }
    RawClient one = herd.asks();
    RawClient other = herd.asks();
    node.awaitMetric("weir_host_check_total{result=\"literal\"}", 4); // both wait now

    gate.countDown();

    assertThat(leader.read(false).body()).isEqualTo("old");
    assertThat(one.read(false).body()).isEqualTo("new");
    assertThat(other.read(false).body()).isEqualTo("new");
    assertThat(node.metric("weir_collapsed_requests_total{result=\"outdated\"}")).isEqualTo(2);
    assertThat(origin.countOf("/a")).as("the old, the POST, and one new").isEqualTo(3);
  }

  @Test
  @DisplayName(
      "SEC-R5 after a response for one client alone the next ones do not wait for each other")
  void remembered() throws IOException {
    herd.answering(OriginRecorder.ok("private", "Cache-Control: private"));
    assertThat(herd.asks().read(false).body()).isEqualTo("private");
    var bothAsked = new CountDownLatch(2);
    origin.answering(
        "/a",
        (asked, out) -> {
          bothAsked.countDown();
          GatedAnswer.await(bothAsked);
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("shared")));
        });

    RawClient one = herd.asks();
    RawClient other = herd.asks();

    assertThat(one.read(false).body()).isEqualTo("shared");
    assertThat(other.read(false).body()).isEqualTo("shared");
    assertThat(node.metric("weir_collapsed_requests_total{result=\"spared\"}")).isEqualTo(2);
    assertThat(node.store.count()).isEqualTo(1);
  }
}
