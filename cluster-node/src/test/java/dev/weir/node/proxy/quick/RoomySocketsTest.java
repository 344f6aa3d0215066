package dev.weir.node.proxy.quick;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("sockets that may hold a long body")
final class RoomySocketsTest {
  private final RoomySockets sockets = new RoomySockets();

  @Test
  @DisplayName("are so many and no more, until one of them closes")
  void few() {
    List<Channel> channels = new ArrayList<>();
    while (channels.size() < RoomySockets.MAX) {
      channels.add(new EmbeddedChannel());
      assertThat(sockets.admit(channels.getLast())).isTrue();
    }
    assertThat(sockets.admit(new EmbeddedChannel())).isFalse();

    channels.getFirst().close().syncUninterruptibly();
    assertThat(sockets.admit(new EmbeddedChannel())).isTrue();
    assertThat(sockets.admit(new EmbeddedChannel())).isFalse();
  }
}
