package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What clients see, and what is kept, when an origin fails or misbehaves.
@Timeout(120)
class ProxyFailureTest {
  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;

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
  @DisplayName("SEC-H18 an answer that nobody asked for, while a connection waits, is nobody's")
  void unasked() throws IOException {
    var mayGoOn = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(socket -> {
              readHead(socket);
              ScriptedServer.say(socket, OriginRecorder.fresh("first"));
              if (mayGoOn.getCount() > 0) {
                await(mayGoOn);
                ScriptedServer.say(socket, OriginRecorder.fresh("evil"));
              }
              socket.getInputStream().read();
            });
        RawClient client = node.client(server.address())) {
      assertThat(client.get("/a", node.host()).body()).isEqualTo("first");
      mayGoOn.countDown();
      Soon.holds("closed", () -> server.connections.getFirst().isClosed());
      assertThat(client.get("/b", node.host()).body()).isEqualTo("first");
      assertThat(server.connections).hasSize(2);
    }
  }

  @Test
  @DisplayName("a reset is no end: what came with it is not whole, even where no length was said")
  void reset() throws IOException {
    for (String framing : new String[] {"Content-Length: 9\r\n", "X: y\r\n"}) {
      try (ScriptedServer server =
              new ScriptedServer(socket -> {
                readHead(socket);
                String head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";
                ScriptedServer.say(socket, head + framing + "\r\nhalf");
                socket.getInputStream().read();
              });
          RawClient client = node.client(server.address())) {
        client.send("GET /a HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
        RawClient.Response head = client.readHead();
        Soon.holds("connected", () -> !server.connections.isEmpty());
        server.connections.getFirst().setSoLinger(true, 0);
        server.connections.getFirst().close();
        assertThatThrownBy(() -> client.rest(head)).isInstanceOf(IOException.class);
      }
      assertThat(node.proxy.inventory()).isEmpty();
    }
  }

  @Test
  @DisplayName("a head that drips in gives 504 in time; a body that stalls is broken off")
  void slow() throws IOException {
    var never = new CountDownLatch(1);
    origin.answering(
        "/head",
        (asked, out) -> {
          while (never.getCount() > 0) {
            out.write(OriginRecorder.latin1("H"));
            out.flush();
            pause(never);
          }
        });
    origin.answering(
        "/body",
        (asked, out) -> {
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("half").replace(": 4", ": 9")));
          out.flush();
          await(never);
        });
    try (ProxyUnderTest hasty = ProxyUnderTest.hasty(origin.address());
        RawClient one = hasty.client();
        RawClient other = hasty.client()) {
      assertThat(one.get("/head", host).status()).isEqualTo(504);
      assertThatThrownBy(() -> other.get("/body", host)).isInstanceOf(IOException.class);
      assertThat(hasty.proxy.inventory()).isEmpty();
    }
    never.countDown();
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

  private static void readHead(Socket socket) throws IOException {
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      head += ScriptedServer.hear(socket, 1);
    }
  }

  private static void pause(CountDownLatch never) throws IOException {
    try {
      boolean _ = never.await(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
