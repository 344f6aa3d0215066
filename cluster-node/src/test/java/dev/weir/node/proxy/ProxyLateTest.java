package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that read later than origins have spoken.
@Timeout(120)
final class ProxyLateTest {
  private final OriginRecorder origin = new OriginRecorder();
  private final ProxyUnderTest node = new ProxyUnderTest(origin.address());

  ProxyLateTest() throws IOException {}

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

  @Test
  @DisplayName("an origin that is gone when the client begins to read has been heard to the end")
  void gone() throws IOException, InterruptedException {
    var spoken = new Semaphore(0);
    int length = 400_000;
    String body = "x".repeat(length);
    origin.answering(
        "/a",
        (_, out) -> {
          String head = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: ";
          out.write(OriginRecorder.latin1(head + length + "\r\n\r\n" + body));
          spoken.release();
          throw new OriginRecorder.Hangup();
        });
    for (int i = 0; i < 20; i++) {
      try (RawClient client = node.client()) {
        client.send("GET /a HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
        client.readHead();
        spoken.acquire();
        assertThat(client.in.readNBytes(length)).hasSize(length);
      }
    }
  }
}
