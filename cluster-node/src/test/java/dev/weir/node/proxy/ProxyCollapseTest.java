package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.Soon;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One fetch for many clients, who read it while it comes (RFC 9111 §4).
@Timeout(120)
class ProxyCollapseTest {
  private static final String FRESH = "Cache-Control: max-age=60";
  private static final int LONG = 12 << 20;
  private static final int FOLLOWERS = Integer.getInteger("weir.test.followers", 100);
  private static final int FOLLOWED = Integer.getInteger("weir.test.followed", 1 << 20);

  @RegisterExtension
  private final Scene scene = new Scene(at -> ProxyUnderTest.storing(128L << 20, at));

  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  @DisplayName("a hundred follow one slow download: one fetch, and each has octets before it ends")
  void manyFollow() throws Exception {
    GatedAnswer answer = answering(GatedAnswer.of(100_000, FOLLOWED, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    for (int i = 0; i < FOLLOWERS; i++) {
      RawClient follower = asks();
      assertThat(follower.readHead().field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; collapsed");
      readOctets(follower, 0, 1);
    }
    assertThat(answer.over.getCount()).as("the fetch is not over").isEqualTo(1);

    answer.gate.countDown();

    assertThat(leader.readHead().status()).isEqualTo(200);
    readOctets(leader, 0, FOLLOWED);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var rest = new ArrayList<Future<?>>();
      for (RawClient follower : clients.subList(1, clients.size())) {
        rest.add(
            threads.submit(() -> {
              readOctets(follower, 1, FOLLOWED - 1);
              return null;
            }));
      }
      for (Future<?> each : rest) {
        each.get();
      }
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(node.metric("weir_http_requests_total{result=\"collapsed\"}")).isEqualTo(FOLLOWERS);
    assertThat(node.store.count()).isEqualTo(1);
    node.awaitMetric("weir_cache_filling_bytes", 0);
  }

  @Test
  @DisplayName("whoever reads slowly, the one who leads too, slows down nobody but himself")
  void slowOnes() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(1000, LONG, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    RawClient slow = asks();
    RawClient quick = asks();
    slow.readHead();
    quick.readHead();

    answer.gate.countDown();
    readOctets(quick, 0, LONG);

    assertThat(origin.countOf("/a")).isEqualTo(1);
    readOctets(slow, 0, LONG);
    leader.readHead();
    readOctets(leader, 0, LONG);
  }

  @Test
  @DisplayName("an origin that breaks off breaks off all who have begun, and nothing is stored")
  void breaksOff() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.breakingOff(1000, 5000, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    RawClient follower = asks();
    follower.readHead();

    answer.gate.countDown();

    assertThatThrownBy(() -> readOctets(follower, 0, 5000)).isInstanceOf(IOException.class);
    leader.readHead();
    assertThatThrownBy(() -> readOctets(leader, 0, 5000)).isInstanceOf(IOException.class);
    assertThat(node.proxy.inventory()).isEmpty();
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("a body without a length that breaks off is not ended for those who follow")
  void breaksOffChunked() throws IOException {
    var gate = new CountDownLatch(1);
    origin.answering(
        "/a",
        (asked, out) -> {
          out.write(
              OriginRecorder.latin1(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                      + FRESH
                      + "\r\n\r\n4\r\nhalf\r\n"));
          out.flush();
          GatedAnswer.await(gate);
          throw new OriginRecorder.Hangup();
        });
    RawClient leader = asks();
    assertThat(leader.readHead().status()).isEqualTo(200);
    RawClient follower = asks();

    RawClient.Response begun = follower.readHead();
    gate.countDown();

    assertThatThrownBy(() -> follower.rest(begun)).isInstanceOf(IOException.class);
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("what has no length and grows too long for the store reaches all who follow whole")
  void growsTooLong() throws IOException, InterruptedException, ExecutionException {
    try (ProxyUnderTest small = ProxyUnderTest.storing(4L << 20, origin.address());
        RawClient leader = small.client();
        RawClient follower = small.client();
        var threads = Executors.newFixedThreadPool(2)) {
      GatedAnswer answer = answering(GatedAnswer.unbounded(1000, 4 << 20, FRESH));
      ask(leader);
      GatedAnswer.await(answer.begun);
      ask(follower);
      RawClient.Response head = follower.readHead();
      answer.gate.countDown();
      Future<RawClient.Response> theirs = threads.submit(() -> follower.rest(head));

      assertThat(leader.read(false).body()).hasSize(4 << 20);

      // It was as quick as the leader's client, or has been broken off; never ended early.
      assertThat(lengthOrBroken(theirs)).isIn(4 << 20, -1);
      assertThat(small.proxy.inventory()).isEmpty();
      small.awaitMetric("weir_cache_filling_bytes", 0);
    }
  }

  @Test
  @DisplayName("a client that leaves does not take the fetch from those who follow")
  void leaderGone() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(1000, 1 << 20, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    RawClient follower = asks();
    follower.readHead();

    leader.close();
    node.awaitMetric("weir_http_connections", 1);
    answer.gate.countDown();

    readOctets(follower, 0, 1 << 20);
    Soon.holds("stored", () -> node.store.count() == 1);
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("a client that leaves nobody behind: what is nearly whole is finished and stored")
  void finishes() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(800_000, 1_000_000, FRESH));
    RawClient only = asks();
    only.readHead();
    readOctets(only, 0, 800_000);

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
            GatedAnswer.of(700_000, 1_000_000, FRESH),
            GatedAnswer.unbounded(800_000, 1_000_000, FRESH))) {
      answering(answer);
      RawClient only = asks();
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
    GatedAnswer answer = answering(GatedAnswer.of(10, 100, FRESH, "Vary: X-Kind"));
    RawClient leader = asks("X-Kind: 1");
    GatedAnswer.await(answer.begun);
    answering("/a", OriginRecorder.ok("other", FRESH, "Vary: X-Kind"));

    RawClient other = asks("X-Kind: 2");

    assertThat(other.read(false).body()).isEqualTo("other");
    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
  }

  @Test
  @DisplayName("RFC 9110 §14 a range, and RFC 9111 §5.2.1.4 no-cache, do not wait for another")
  void others() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(10, 100, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    answering("/a", OriginRecorder.ok("now", FRESH));

    assertThat(asks("Range: bytes=0-1").read(false).body()).isEqualTo("now");
    assertThat(asks("Cache-Control: no-cache").read(false).body()).isEqualTo("now");
    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
  }

  @Test
  @DisplayName("what came before a purge is not read by those who ask after it")
  void purged() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(10, 100, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    RawClient before = asks();
    before.readHead();
    node.store.purge(new CacheKey("http", host, "/a"));
    answering("/a", OriginRecorder.ok("new", FRESH));

    assertThat(asks().read(false).body()).isEqualTo("new");

    answer.gate.countDown();
    leader.readHead();
    readOctets(leader, 0, 100);
    readOctets(before, 0, 100);
    assertThat(asks().read(false).body()).isEqualTo("new");
  }

  @Test
  @DisplayName(
      "RFC 9111 §4.4 what came before a POST's answer is not read by those who ask after it")
  void posted() throws IOException {
    GatedAnswer answer = answering(GatedAnswer.of(10, 100, FRESH));
    RawClient leader = asks();
    GatedAnswer.await(answer.begun);
    answering("/a", OriginRecorder.ok("new", FRESH));
    try (RawClient poster = node.client()) {
      poster.ask("POST", "/a", host, "Content-Length: 0");
    }

    assertThat(asks().read(false).body()).isEqualTo("new");

    answer.gate.countDown();
    assertThat(leader.read(false).body()).hasSize(100);
    assertThat(asks().read(false).body()).isEqualTo("new");
  }

  @Test
  @DisplayName("after a response for one client alone the next ones do not wait for each other")
  void remembered() throws IOException {
    answering("/a", OriginRecorder.ok("private", "Cache-Control: private"));
    assertThat(asks().read(false).body()).isEqualTo("private");
    var bothAsked = new CountDownLatch(2);
    origin.answering(
        "/a",
        (asked, out) -> {
          bothAsked.countDown();
          GatedAnswer.await(bothAsked);
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("shared")));
        });

    RawClient one = asks();
    RawClient other = asks();

    assertThat(one.read(false).body()).isEqualTo("shared");
    assertThat(other.read(false).body()).isEqualTo("shared");
    assertThat(node.metric("weir_collapsed_requests_total{result=\"spared\"}")).isEqualTo(2);
    assertThat(node.store.count()).isEqualTo(1);
  }

  private GatedAnswer answering(GatedAnswer answer) {
    origin.answering("/a", answer);
    return answer;
  }

  private void answering(String target, String octets) {
    origin.answering(target, octets);
  }

  private RawClient asks(String... lines) throws IOException {
    RawClient client = node.client();
    clients.add(client);
    ask(client, lines);
    return client;
  }

  private void ask(RawClient client, String... lines) throws IOException {
    var more = new StringBuilder();
    for (String line : lines) {
      more.append(line).append("\r\n");
    }
    client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n");
  }

  private static void readOctets(RawClient client, long from, int count) throws IOException {
    byte[] octets = client.in.readNBytes(count);
    if (octets.length < count) {
      throw new EOFException("cut off after " + octets.length);
    }
    assertThat(GatedAnswer.isAt(from, octets, count)).as("the octets").isTrue();
  }

  private static int lengthOrBroken(Future<RawClient.Response> body) throws InterruptedException {
    try {
      return body.get().body().length();
    } catch (ExecutionException broken) {
      assertThat(broken).hasCauseInstanceOf(IOException.class);
      return -1;
    }
  }
}
