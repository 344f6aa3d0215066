package dev.weir.node.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Ipv4;
import dev.weir.node.doctor.Facts.Peers;
import dev.weir.node.peer.PeerListener;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PeerProbeTest {
  private static final Inet4Address OWN = Ipv4.parse("127.0.0.2");
  private static final Inet4Address OTHER = Ipv4.parse("127.0.0.3");
  private static final Inet4Address NOBODY = Ipv4.parse("127.0.0.4");

  private final Instant now = InstantSource.system().instant();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private ClusterAuthority authority;
  private PeerListener other;

  @BeforeEach
  void listen() throws Exception {
    authority = ClusterAuthority.create("test", now);
    other =
        PeerListener.bind(
            loops,
            new InetSocketAddress(OTHER, 0),
            new PeerListener.Guard(
                new PeerTls(identity(OTHER)),
                new PeerMeters(new Telemetry()),
                new EventLog("test", InstantSource.system()),
                new RateLimit(Duration.ofSeconds(1)),
                InstantSource.system()),
            channel -> channel.pipeline().addLast(new Listening()));
  }

  @AfterEach
  void stop() {
    other.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  @DisplayName("a node that takes our certificate, and we its, is well")
  void well() throws Exception {
    assertThat(call(identity(OWN), OTHER)).isEqualTo(Peers.WELL);
  }

  @Test
  @DisplayName("a port that takes no connection is closed, with the reason; the others are called")
  void closed() throws Exception {
    Peers found = call(identity(OWN), NOBODY, OTHER);

    assertThat(found.closed()).containsExactly("127.0.0.4 (Connection refused)");
    assertThat(found.refusing()).isEmpty();
  }

  @Test
  @DisplayName("a node that refuses our certificate is told from one that is closed")
  void refused() throws Exception {
    Peers found = call(identity(NOBODY), OTHER);

    assertThat(found.closed()).isEmpty();
    assertThat(found.refusing()).singleElement().asString().startsWith("127.0.0.3 (");
  }

  @Test
  @DisplayName("so is a node whose certificate we refuse")
  void refusedHere() throws Exception {
    var strangers = ClusterAuthority.create("test", now);
    PeerIdentity stranger = strangers.identity(strangers.issue(OWN, now));

    assertThat(call(stranger, OTHER).refusing()).hasSize(1);
  }

  private Peers call(PeerIdentity identity, Inet4Address... nodes) {
    return PeerProbe.call(identity, OWN, other.address().getPort(), List.of(nodes));
  }

  private PeerIdentity identity(Inet4Address address) throws Exception {
    return authority.identity(authority.issue(address, now));
  }

  /// Waits for a question, as the door behind the listener does.
  private static final class Listening extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.read();
    }
  }
}
