package dev.weir.node.peer.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.store.Worthless;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerService;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a question whose answer waits for others")
final class PeerDoorLifeTest {
  private static final String QUESTION =
      "POST /weir/home HTTP/1.1\r\nHost: b\r\nWeir-Peer: 2 0\r\nContent-Length: 2\r\n\r\n\2\7";

  private final List<Consumer<Optional<byte[]>>> waiting = new ArrayList<>();

  @Test
  @DisplayName("is met with a sign of life after 250 ms, so that nobody is taken for silent")
  void sign() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(Unpooled.copiedBuffer(QUESTION, ISO_8859_1));
    assertThat(said(channel)).isEmpty();

    String sign = "";
    while (sign.isEmpty()) { // the door keeps the time itself
      channel.runPendingTasks();
      sign = said(channel);
      Thread.onSpinWait();
    }
    assertThat(sign).startsWith("HTTP/1.1 102").contains("alive");

    waiting.getFirst().accept(Optional.of(new byte[] {1}));
    channel.runPendingTasks();
    assertThat(said(channel)).startsWith("HTTP/1.1 200");
    channel.finishAndReleaseAll();
  }

  @Test
  @DisplayName("one that is answered at once says nothing else")
  void atOnce() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(Unpooled.copiedBuffer(QUESTION, ISO_8859_1));
    waiting.getFirst().accept(Optional.of(new byte[] {1}));
    channel.runPendingTasks();
    assertThat(said(channel)).startsWith("HTTP/1.1 200");
    channel.finishAndReleaseAll();
  }

  private static String said(EmbeddedChannel channel) {
    var said = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      said.append(out.toString(ISO_8859_1));
      out.release();
    }
    return said.toString();
  }

  private EmbeddedChannel channel() {
    var other = new InetSocketAddress(Inet4Address.ofLiteral("192.0.2.12"), 40_000);
    var channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return other;
          }
        };
    channel.config().setAutoRead(false);
    var means =
        new PeerDoor.Means(
            2, Epochs.NONE, new Desk(new Service()), new PeerMeters(new Telemetry()));
    channel
        .pipeline()
        .addLast(new StrictRequestDecoder(), new HttpResponseEncoder(), Inlet.endingAtOnce())
        .addLast(new PeerDoor(channel, means));
    channel.read();
    return channel;
  }

  private final class Service implements PeerService {
    @Override
    public void doubt() {}

    @Override
    public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
      waiting.add(told);
    }

    @Override
    public void invalidate(Worthless worthless) {}
  }
}
