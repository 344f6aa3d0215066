package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// That the kernel answers at all is shown by the lab's scenario `inline`.
final class OriginalDestinationTest {
  @Test
  @DisplayName("a sockaddr_in: family, port and address, and nothing of the rest")
  void read() {
    var answer =
        ByteBuffer.wrap(
            new byte[] {2, 0, 0x1F, (byte) 0x90, (byte) 203, 0, 113, 80, 1, 1, 1, 1, 1, 1, 1, 1});

    assertThat(OriginalDestination.read(answer))
        .isEqualTo(new InetSocketAddress("203.0.113.80", 8080));
  }

  @Test
  @DisplayName("a connection that nobody changed has none")
  void none() {
    assertThat(OriginalDestination.of(new EmbeddedChannel())).isEmpty();
  }
}
