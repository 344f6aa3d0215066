package dev.weir.node.proxy.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D4 our own connections that come back to us")
final class OpeningConnectionsTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("198.51.100.7", 40_000);
  private static final InetSocketAddress ORIGIN = new InetSocketAddress("203.0.113.80", 80);
  private static final int SOURCE = 0xC6336407;
  private static final int DESTINATION = 0xCB007150;
  private static final int PORTS = 40_000 << 16 | 80;

  private final OpeningConnections opening = new OpeningConnections();
  private final AtomicInteger alarms = new AtomicInteger();

  @Test
  @DisplayName("a SYN is ours while its connection is being opened, and then no more")
  void whileOpening() {
    assertThat(ours()).isFalse();
    send();
    assertThat(ours()).isTrue();
    opening.end(CLIENT, ORIGIN);
    assertThat(ours()).isFalse();
    assertThat(alarms).hasValue(1);
  }

  @Test
  @DisplayName("a client that connects to the same origin from another port is not meant")
  void another() {
    send();
    assertThat(opening.owns(SOURCE, DESTINATION, 40_001 << 16 | 80)).isFalse();
    assertThat(opening.owns(SOURCE + 1, DESTINATION, PORTS)).isFalse();
    assertThat(opening.owns(SOURCE, DESTINATION + 1, PORTS)).isFalse();
    assertThat(alarms).hasValue(0);
  }

  @Test
  @DisplayName("one that is back before its port is known waits for that")
  void backAtOnce() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      opening.begin();
      Future<Boolean> back = threads.submit(this::ours);
      opening.expect(CLIENT, ORIGIN, alarms::incrementAndGet);
      opening.sent();
      assertThat(back.get()).isTrue();
    }
    assertThat(alarms).hasValue(1);
  }

  private void send() {
    opening.begin();
    opening.expect(CLIENT, ORIGIN, alarms::incrementAndGet);
    opening.sent();
  }

  private boolean ours() {
    return opening.owns(SOURCE, DESTINATION, PORTS);
  }
}
