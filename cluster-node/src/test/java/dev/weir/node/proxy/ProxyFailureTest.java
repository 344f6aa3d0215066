package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients see, and what is kept, when an origin fails or misbehaves.
@Timeout(120)
class ProxyFailureTest {
  private final OriginRecorder origin;
  private final ProxyUnderTest node;
  private final String host;

  ProxyFailureTest() throws IOException {
    origin = new OriginRecorder();
    node = new ProxyUnderTest(origin.address());
    host = node.host();
  }

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @ParameterizedTest
  @DisplayName("a truncated body breaks the client off, is not stored, and is fetched again")
  @ValueSource(
      strings = {
        "Content-Length: 100~~half",
        "Transfer-Encoding: chunked~~4~half~",
        "Transfer-Encoding: chunked~~4~half~x~"
      })
  void truncated(String rest) throws IOException {
    String octets = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + rest.replace("~", "\r\n");
    origin.answering(
        "/a",
        (asked, out) -> {
          out.write(OriginRecorder.latin1(octets));
          throw new OriginRecorder.Hangup();
        });
    try (RawClient client = node.client()) {
      assertThatThrownBy(() -> client.get("/a", host)).isInstanceOf(IOException.class);
    }
    assertThat(node.proxy.inventory()).isEmpty();
    origin.answering("/a", OriginRecorder.fresh("whole"));
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", host).body()).isEqualTo("whole");
    }
    assertThat(node.metric("weir_origin_fetches_total{result=\"truncated\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("an origin that refuses gives 502, the connection goes on, nothing is stored")
  void refuses() throws IOException {
    try (var deaf = new DeafPort();
        RawClient client = node.client(deaf.address())) {
      RawClient.Response down = client.get("/a", node.host());
      assertThat(down.status()).isEqualTo(502);
      assertThat(down.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; detail=unreachable");
      assertThat(client.get("/b", node.host()).status()).isEqualTo(502);
    }
    assertThat(node.proxy.inventory()).isEmpty();
    assertThat(node.metric("weir_origin_fetches_total{result=\"unreachable\"}")).isEqualTo(2);
    assertThat(node.events.since(0)).extracting(entry -> entry.name()).contains("origin-failed");
  }

  @Test
  @DisplayName("an origin that hangs gives 504 in time, to those who wait for the fetch too")
  void hangs() throws IOException {
    var never = new CountDownLatch(1);
    origin.answering("/a", (asked, out) -> await(never));
    try (ProxyUnderTest impatient = ProxyUnderTest.impatient(origin.address());
        RawClient one = impatient.client();
        RawClient other = impatient.client()) {
      one.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      other.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(one.read(false).status()).isEqualTo(504);
      assertThat(other.read(false).status()).isEqualTo(504);
      assertThat(impatient.proxy.inventory()).isEmpty();
    }
    never.countDown();
  }

  @ParameterizedTest
  @DisplayName("RFC 9112 §4, §6 a response we would not pass on gives 502 and is not stored")
  @ValueSource(
      strings = {
        "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: y\r\n z\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n X: y\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "220 mail.test ESMTP\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: y"
      })
  void malformed(String octets) throws IOException {
    origin.answering(
        "/a",
        (asked, out) -> {
          out.write(OriginRecorder.latin1(octets));
          throw new OriginRecorder.Hangup();
        });
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", host).status()).isEqualTo(502);
    }
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("a flood of interim responses gives 502")
  void interimFlood() throws IOException {
    origin.answering("/a", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000));
    try (RawClient client = node.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      RawClient.Response response = client.read(false);
      while (response.status() == 103) {
        response = client.read(false);
      }
      assertThat(response.status()).isEqualTo(502);
    }
  }

  @Test
  @DisplayName("origin connections are reused; one that was closed meanwhile is replaced unseen")
  void reuses() throws IOException {
    var closeNext = new CountDownLatch(1);
    origin.answering(
        "/closing",
        (asked, out) -> {
          if (closeNext.getCount() > 0) {
            closeNext.countDown();
            throw new OriginRecorder.Hangup(); // as if it had timed out just when we asked
          }
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("again")));
        });
    try (RawClient client = node.client()) {
      client.get("/1", host);
      client.get("/2", host);
      assertThat(origin.connections).hasValue(1);
      assertThat(client.get("/closing", host).body()).isEqualTo("again");
    }
    assertThat(origin.connections).hasValue(2);
    assertThat(origin.countOf("/closing")).isEqualTo(2);
  }

  @Test
  @DisplayName("a POST on a reused connection is never sent twice")
  void neverTwice() throws IOException {
    origin.answering(
        "/post",
        (asked, out) -> {
          throw new OriginRecorder.Hangup();
        });
    try (RawClient client = node.client()) {
      client.get("/1", host);
      client.send("POST /post HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1\r\n\r\nx");
      assertThat(client.read(false).status()).isEqualTo(502);
    }
    assertThat(origin.countOf("/post")).isEqualTo(1);
  }

  @Test
  @DisplayName("a second response to one request never reaches anybody")
  void secondResponse() throws IOException {
    origin.answering(
        "/a",
        OriginRecorder.ok("first", "Cache-Control: no-store")
            + OriginRecorder.ok("evil", "Cache-Control: max-age=60"));
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", host).body()).isEqualTo("first");
      assertThat(client.get("/b", host).body()).isEqualTo("default /b");
    }
    assertThat(node.proxy.inventory()).containsExactly("http://" + host + "/b");
  }

  @Test
  @DisplayName("a client that leaves takes its fetch with it, unless somebody else waits for it")
  void clientGone() throws IOException {
    var asked = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    origin.answering(
        "/a",
        (request, out) -> {
          asked.countDown();
          await(mayAnswer);
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("kept")));
        });
    RawClient leader = node.client();
    leader.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    await(asked);
    try (RawClient follower = node.client()) {
      follower.get("/b", host); // its loop is awake, so that the next line is seen soon
      follower.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      node.awaitMetric("weir_host_check_total{result=\"literal\"}", 3);
      leader.close();
      node.awaitMetric("weir_http_connections", 1);
      mayAnswer.countDown();
      assertThat(follower.read(false).body()).isEqualTo("kept");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
