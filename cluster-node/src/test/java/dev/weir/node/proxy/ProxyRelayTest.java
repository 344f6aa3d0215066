package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
final class ProxyRelayTest {
  private static final String KEPT = "Cache-Control: max-age=60";

  @RegisterExtension private final ScenePair scene = new ScenePair();
  private final OriginRecorder origin = scene.origin;
  private final ClusterUnderTest cluster = scene.cluster;
  private final ClusterUnderTest.Member ingress = scene.ingress;
  private final ClusterUnderTest.Member owner = scene.owner;

  @Test
  @DisplayName("RFC 9211 §2: a relayed miss and a relayed hit name both nodes, the owner first")
  void bothHops() throws Exception {
    origin.answering("/a", OriginRecorder.ok("body", KEPT));

    try (var client = ingress.client()) {
      var miss = client.get("/a", cluster.host());
      assertThat(miss.body()).isEqualTo("body");
      assertThat(lines(miss, "Cache-Status"))
          .containsExactly(
              "weir-at-127.0.0.3; fwd=uri-miss; fwd-status=200; stored",
              "weir-at-127.0.0.2; fwd=bypass; fwd-status=200; detail=relay");
      var hit = client.get("/a", cluster.host());
      assertThat(lines(hit, "Cache-Status"))
          .containsExactly(
              "weir-at-127.0.0.3; hit",
              "weir-at-127.0.0.2; fwd=bypass; fwd-status=200; detail=relay");
      assertThat(lines(hit, "Via"))
          .containsExactly("1.1 weir-at-127.0.0.3", "1.1 weir-at-127.0.0.2");
      assertThat(hit.head()).doesNotContainIgnoringCase("weir-peer");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(ingress.store.count()).isZero();
    assertThat(owner.store.count()).isEqualTo(1);
    assertThat(ingress.asked("relay", "ok")).isEqualTo(2);
    assertThat(owner.metric("weir_peer_served_total{kind=\"relay\"}")).isEqualTo(2);
    assertThat(ingress.metric("weir_http_requests_total{result=\"relayed\"}")).isEqualTo(1);
    assertThat(ingress.metric("weir_http_requests_total{result=\"peer_hit\"}")).isEqualTo(1);
    assertThat(ingress.metric("weir_peer_connections{direction=\"out\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "what the origin is asked has nothing of the link, and no client can pretend to be one")
  void nothingLeaks() throws Exception {
    origin.answering("/a", OriginRecorder.ok("body", "Weir-Peer: 2 epoch 99", KEPT));

    try (var client = ingress.client()) {
      var answer = client.get("/a", cluster.host(), "Weir-Peer: 2 99", "Weir-Hand-Over: 1");
      assertThat(answer.body()).isEqualTo("body");
    }
    assertThat(origin.asked).hasSize(1);
    assertThat(origin.asked.peek().head())
        .doesNotContainIgnoringCase("weir-peer")
        .doesNotContainIgnoringCase("weir-destination")
        .doesNotContainIgnoringCase("weir-hand-over");
    assertThat(owner.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName("HEAD is relayed; what the owner does not own in its own eyes goes no hop further")
  void oneHop() throws Exception {
    origin.answering(
        "/a", (asked, out) -> out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")));
    owner.asks.set(() -> new Owner.Peer(ingress.address));

    try (var client = ingress.client()) {
      var answer = client.ask("HEAD", "/a", cluster.host());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(lines(answer, "Cache-Status"))
          .containsExactly(
              "weir-at-127.0.0.3; fwd=bypass; fwd-status=200",
              "weir-at-127.0.0.2; fwd=bypass; fwd-status=200; detail=relay");
    }
    assertThat(owner.asked("relay", "ok")).isZero();
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "an owner that does not answer: the page comes from the origin, and nothing is stored")
  void silentOwner() throws Exception {
    origin.answering("/a", OriginRecorder.ok("body", KEPT));
    cluster.members.remove(owner);
    owner.close();

    try (var client = ingress.client()) {
      for (int i = 0; i < 3; i++) {
        var answer = client.get("/a", cluster.host());
        assertThat(answer.body()).isEqualTo("body");
        assertThat(answer.field("Cache-Status"))
            .isEqualTo("weir-at-127.0.0.2; fwd=bypass; fwd-status=200");
      }
    }
    assertThat(ingress.store.count()).isZero();
    assertThat(ingress.asked("relay", "silent")).isEqualTo(1);
    assertThat(ingress.asked("relay", "skipped")).isEqualTo(2);
    assertThat(ingress.events.since(0).stream().map(it -> it.name())).contains("peer-silent");
  }

  @Test
  @DisplayName("the owner is slow because its origin is: it says that it lives, and is waited for")
  void slowOrigin() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    origin.answering(
        "/a",
        (_, out) -> {
          asked.countDown();
          await(go);
          out.write(ascii(OriginRecorder.ok("body", KEPT)));
        });

    try (var client = ingress.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: " + cluster.host() + "\r\n\r\n");
      asked.await();
      long until = System.nanoTime() + 1_500_000_000L;
      for (long left = 1; left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      go.countDown();
      assertThat(client.read(false).body()).isEqualTo("body");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(ingress.asked("relay", "ok")).isEqualTo(1);
  }

  @Test
  @DisplayName("one fetch for a key in the whole cluster, however many nodes are asked for it")
  void oneFlight() throws Exception {
    var third = cluster.join("127.0.0.4");
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    origin.answering(
        "/a",
        (_, out) -> {
          asked.countDown();
          await(go);
          out.write(ascii(OriginRecorder.ok("body", KEPT)));
        });
    try (var one = ingress.client();
        var other = third.client();
        var own = owner.client()) {
      one.send("GET /a HTTP/1.1\r\nHost: " + cluster.host() + "\r\n\r\n");
      asked.await();
      other.send("GET /a HTTP/1.1\r\nHost: " + cluster.host() + "\r\n\r\n");
      own.send("GET /a HTTP/1.1\r\nHost: " + cluster.host() + "\r\n\r\n");
      owner.await("weir_peer_served_total{kind=\"relay\"}", 2);
      go.countDown();
      assertThat(one.read(false).body()).isEqualTo("body");
      assertThat(other.read(false).body()).isEqualTo("body");
      assertThat(own.read(false).body()).isEqualTo("body");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "RFC 9111 §4.4: an unsafe request goes to the origin itself, and its owner drops the page")
  void invalidation() throws Exception {
    origin
        .answering("/a", OriginRecorder.ok("body", KEPT))
        .answering("/b", "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");

    try (var client = ingress.client()) {
      client.get("/a", cluster.host());
      assertThat(owner.store.count()).isEqualTo(1);
      client.ask("POST", "/b", cluster.host(), "Content-Length: 0");
      assertThat(owner.store.count()).isEqualTo(1);

      var posted = client.ask("POST", "/a", cluster.host(), "Content-Length: 0");
      assertThat(posted.status()).isEqualTo(200);
      assertThat(owner.store.count()).isZero();
      assertThat(lines(posted, "Via")).containsExactly("1.1 weir-at-127.0.0.2");
    }
    ingress.awaitAsked("invalidate", "ok", 1);
  }

  @Test
  @DisplayName("a client that leaves ends the relay, and with it the owner's fetch")
  void clientLeaves() throws Exception {
    var asked = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    origin.answering(
        "/a",
        (_, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"));
          asked.countDown();
          flood(out, ended);
        });

    try (var client = ingress.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: " + cluster.host() + "\r\n\r\n");
      asked.await();
    }
    ended.await();
    ingress.awaitAsked("relay", "left", 1);
    assertThat(owner.store.count()).isZero();
  }

  @Test
  @DisplayName(
      "a bucket that is handed over: the new owner has it from the one before, which drops it")
  void handOver() throws Exception {
    origin
        .answering("/a", OriginRecorder.ok("body", KEPT))
        .answering("/b", OriginRecorder.ok("new", KEPT));
    try (var client = owner.client()) {
      client.get("/a", cluster.host());
    }
    cluster.owner.set(new Owner.Here(2, List.of(owner.address), List.of()));
    owner.asks.set(() -> new Owner.Peer(ingress.address));

    try (var client = ingress.client()) {
      var moved = client.get("/a", cluster.host());
      assertThat(moved.body()).isEqualTo("body");
      assertThat(owner.store.count()).isZero();
      assertThat(ingress.store.count()).isEqualTo(1);
      var hit = client.get("/a", cluster.host());
      assertThat(lines(hit, "Cache-Status")).containsExactly("weir-at-127.0.0.2; hit");
      assertThat(lines(hit, "Via")).containsExactly("1.1 weir-at-127.0.0.2");
      assertThat(client.get("/b", cluster.host()).body()).isEqualTo("new");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(ingress.asked("hand-over", "ok")).isEqualTo(1);
    assertThat(ingress.asked("hand-over", "absent")).isEqualTo(1);
  }

  private static java.util.List<String> lines(RawClient.Response response, String name) {
    return response
        .head()
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void flood(OutputStream out, CountDownLatch ended) throws java.io.IOException {
    byte[] piece = new byte[65_536];
    try {
      for (int i = 0; i < 100_000_000 / piece.length; i++) {
        out.write(piece);
      }
    } finally {
      ended.countDown();
    }
  }
}
