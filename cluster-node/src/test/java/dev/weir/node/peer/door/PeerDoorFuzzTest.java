package dev.weir.node.peer.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.store.Worthless;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.peer.PeerService;
import dev.weir.node.peer.TextMutations;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the door for other nodes")
final class PeerDoorFuzzTest {
  private static final int COUNT = 50_000;
  private static final String[] SOUND = {
    message(
        "GET http://a.example/ HTTP/1.1",
        "Host: a.example",
        "Weir-Peer: 2 17",
        "Weir-Destination: 192.0.2.1:80",
        "",
        ""),
    message(
        "HEAD http://a.example/ HTTP/1.1",
        "Host: a.example",
        "Weir-Peer: 1 0",
        "Weir-Destination: 192.0.2.1:80",
        "Weir-Hand-Over: 1",
        "",
        ""),
    message(
        "POST /weir/invalidate HTTP/1.1",
        "Host: b",
        "Weir-Peer: 2 17",
        "Content-Length: 18",
        "",
        "http://a.example/\n"),
    message(
        "POST /weir/home HTTP/1.1", "Host: b", "Weir-Peer: 2 16", "Content-Length: 2", "", "\2\7")
  };

  private final SplittableRandom random = new SplittableRandom(2057);
  private final PeerMeters meters = new PeerMeters(new Telemetry());
  private int relayed;
  private int asked;

  @Test
  @DisplayName("takes what is sound, refuses the rest, and survives both")
  void survives() throws Exception {
    var mutations = new TextMutations(2057, SOUND);
    int answered = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] octets = mutations.next();
      answered += answers(octets);
    }
    assertThat(relayed).isBetween(COUNT / 100, COUNT);
    assertThat(asked).isBetween(COUNT / 100, COUNT);
    assertThat(answered).isGreaterThan(relayed + asked);
  }

  private static String message(String... lines) {
    return String.join("\r\n", lines);
  }

  /// How many times these octets, in pieces as they may come, are answered.
  private int answers(byte[] octets) throws Exception {
    var channel = channel();
    int cut = random.nextInt(octets.length + 1);
    channel.writeInbound(Unpooled.copiedBuffer(octets, 0, cut));
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(octets, cut, octets.length - cut));
    }
    channel.runPendingTasks();
    channel.checkException();
    var said = new StringBuilder();
    for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      said.append(((ByteBuf) out).toString(ISO_8859_1));
      ReferenceCountUtil.release(out);
    }
    channel.finishAndReleaseAll();
    int heads = occurrences(said.toString(), "HTTP/1.1 ");
    assertThat(occurrences(said.toString().toLowerCase(java.util.Locale.ROOT), "weir-peer: "))
        .as("answers with a mark, to %s", new String(octets, ISO_8859_1))
        .isEqualTo(heads);
    return heads;
  }

  private static int occurrences(String text, String word) {
    return text.split(word, -1).length - 1;
  }

  private EmbeddedChannel channel() throws Exception {
    var other = new InetSocketAddress(InetAddress.getByName("192.0.2.12"), 40_000);
    var channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return other;
          }
        };
    channel.config().setAutoRead(false);
    channel
        .pipeline()
        .addLast(new StrictRequestDecoder(), new HttpResponseEncoder(), Inlet.endingAtOnce())
        .addLast(door(channel))
        .addLast(new Behind());
    channel.read();
    return channel;
  }

  private PeerDoor door(Channel channel) {
    var means = new PeerDoor.Means(2, Epochs.NONE, new Desk(new Service()), meters);
    return new PeerDoor(channel, means);
  }

  /// What is behind the door answers each request with nothing.
  private final class Behind extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean last = message instanceof LastHttpContent;
      if (message instanceof HttpRequest request) {
        relayed++;
        assertThat(request.headers().contains(PeerProtocol.MARK)).isFalse();
        assertThat(request.method().name()).isIn("GET", "HEAD");
      }
      ReferenceCountUtil.release(message);
      if (last) {
        var nothing =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
        context.writeAndFlush(nothing);
      }
      context.read();
    }
  }

  private final class Service implements PeerService {
    @Override
    public void doubt() {}

    @Override
    public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
      asked++;
      told.accept(
          question.length == 2 ? Optional.of("known".getBytes(US_ASCII)) : Optional.empty());
    }

    @Override
    public void invalidate(Worthless worthless) {
      asked++;
      assertThat(worthless.isEmpty()).isFalse();
    }
  }
}
