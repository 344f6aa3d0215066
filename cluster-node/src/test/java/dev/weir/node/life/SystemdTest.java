package dev.weir.node.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service manager hears (sd_notify(3)).
final class SystemdTest {
  private static final long OURS = 4711;

  @TempDir private Path folder;
  private Socket manager;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void listen() throws IOException {
    assertThat(Epoll.isAvailable()).isTrue();
    manager = Socket.newSocketDomainDgram();
    manager.bind(new DomainSocketAddress(path()));
  }

  @AfterEach
  void close() throws IOException {
    manager.close();
  }

  @Test
  @DisplayName("Ready, reloading and stopping are told by their names")
  void told() {
    try (var systemd = systemd(Map.of("NOTIFY_SOCKET", path()))) {
      systemd.ready();
      assertThat(heard()).isEqualTo("READY=1");
      systemd.whileReloading(() -> assertThat(heard()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+"));
      assertThat(heard()).isEqualTo("READY=1");
      systemd.stopping();
      assertThat(heard()).startsWith("STOPPING=1\n");
    }
  }

  @Test
  @DisplayName("The watchdog is fed twice in its time, and no oftener")
  void watchdog() {
    try (var systemd = systemd(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "20000000"))) {
      systemd.alive("ready");
      assertThat(heard()).isEqualTo("WATCHDOG=1\nSTATUS=ready");

      passes(Duration.ofMillis(9_999));
      systemd.alive("ready");
      passes(Duration.ofMillis(1));
      systemd.alive("not ready:\nhealth");
      assertThat(heard())
          .as("the first was not sent")
          .isEqualTo("WATCHDOG=1\nSTATUS=not ready: health");
    }
  }

  @Test
  @DisplayName("Without a watchdog, or with another's, only news are told")
  void noWatchdog() {
    var others = Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "20000000", "WATCHDOG_PID", "1");
    try (var systemd = systemd(others)) {
      systemd.alive("starting");
      assertThat(heard()).isEqualTo("STATUS=starting");
      passes(Duration.ofMinutes(1));
      systemd.alive("starting");
      systemd.alive("ready");
      assertThat(heard()).isEqualTo("STATUS=ready");
    }
  }

  @Test
  @DisplayName("Without a manager, or with one that is gone, nothing fails")
  void nobody() {
    assertThatNoException()
        .isThrownBy(() -> {
          for (String name :
              new String[] {"", "relative", folder + "/nobody", "/" + "x".repeat(200)}) {
            try (var systemd = systemd(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "x"))) {
              systemd.ready();
              systemd.alive("ready");
            }
          }
        });
  }

  private Systemd systemd(Map<String, String> environment) {
    return Systemd.of(environment, OURS, () -> now);
  }

  private void passes(Duration time) {
    now = now.plus(time);
  }

  private String path() {
    return folder.resolve("notify").toString();
  }

  /// The next datagram; the manager's socket keeps them in order.
  private String heard() {
    try {
      return received();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String received() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    var from = manager.recvFromDomainSocket(buffer, 0, buffer.capacity());
    byte[] text = new byte[from == null ? 0 : from.receivedAmount()];
    buffer.get(0, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
