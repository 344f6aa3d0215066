package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One fetch for many clients, who read it while it comes (RFC 9111 §4).
@Timeout(120)
class ProxyCollapseTest {
  private static final int LONG = 12 << 20;
  private static final int FOLLOWERS = Integer.getInteger("weir.test.followers", 100);
  private static final int FOLLOWED = Integer.getInteger("weir.test.followed", 1 << 20);

  @RegisterExtension private final Herd herd = new Herd();
  private final OriginRecorder origin = herd.origin;
  private final ProxyUnderTest node = herd.node;

  @Test
  @DisplayName("a hundred follow one slow download: one fetch, and each has octets before it ends")
  void manyFollow() throws Exception {
    GatedAnswer answer = herd.answering(GatedAnswer.of(100_000, FOLLOWED, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    for (int i = 0; i < FOLLOWERS; i++) {
      RawClient follower = herd.asks();
      assertThat(follower.readHead().field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; collapsed");
      Herd.readOctets(follower, 0, 1);
    }
    assertThat(answer.over.getCount()).as("the fetch is not over").isEqualTo(1);

    answer.gate.countDown();

    assertThat(leader.readHead().status()).isEqualTo(200);
    Herd.readOctets(leader, 0, FOLLOWED);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var rest = new ArrayList<Future<?>>();
      for (RawClient follower : herd.clients.subList(1, herd.clients.size())) {
        rest.add(
            threads.submit(() -> {
              Herd.readOctets(follower, 1, FOLLOWED - 1);
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
    GatedAnswer answer = herd.answering(GatedAnswer.of(1000, LONG, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    RawClient slow = herd.asks();
    RawClient quick = herd.asks();
    slow.readHead();
    quick.readHead();

    answer.gate.countDown();
    Herd.readOctets(quick, 0, LONG);

    assertThat(origin.countOf("/a")).isEqualTo(1);
    Herd.readOctets(slow, 0, LONG);
    leader.readHead();
    Herd.readOctets(leader, 0, LONG);
  }

  @Test
  @DisplayName("an origin that breaks off breaks off all who have begun, and nothing is stored")
  void breaksOff() throws IOException {
    GatedAnswer answer = herd.answering(GatedAnswer.breakingOff(1000, 5000, Herd.FRESH));
    RawClient leader = herd.asks();
    GatedAnswer.await(answer.begun);
    RawClient follower = herd.asks();
    follower.readHead();

    answer.gate.countDown();

    assertThatThrownBy(() -> Herd.readOctets(follower, 0, 5000)).isInstanceOf(IOException.class);
    leader.readHead();
    assertThatThrownBy(() -> Herd.readOctets(leader, 0, 5000)).isInstanceOf(IOException.class);
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
                      + Herd.FRESH
                      + "\r\n\r\n4\r\nhalf\r\n"));
          out.flush();
          GatedAnswer.await(gate);
          throw new OriginRecorder.Hangup();
        });
    RawClient leader = herd.asks();
    assertThat(leader.readHead().status()).isEqualTo(200);
    RawClient follower = herd.asks();

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
      GatedAnswer answer = herd.answering(GatedAnswer.unbounded(1000, 4 << 20, Herd.FRESH));
      herd.ask(leader);
      GatedAnswer.await(answer.begun);
      herd.ask(follower);
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

  private static int lengthOrBroken(Future<RawClient.Response> body) throws InterruptedException {
    try {
      return body.get().body().length();
    } catch (ExecutionException broken) {
      assertThat(broken).hasCauseInstanceOf(IOException.class);
      return -1;
    }
  }
}
