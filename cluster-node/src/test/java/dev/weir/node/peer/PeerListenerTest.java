package dev.weir.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class PeerListenerTest {
  private final Instant now = InstantSource.system().instant();
  private static final String HELLO = "peer";

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Telemetry telemetry = new Telemetry();
  private ClusterAuthority authority;
  private PeerListener listener;

  @BeforeEach
  void listen() throws Exception {
    authority = ClusterAuthority.create("test", now);
    listener =
        PeerListener.bind(
            loops,
            new InetSocketAddress(ip("127.0.0.1"), 0),
            new PeerListener.Guard(
                new PeerTls(identity("127.0.0.1")),
                new PeerMeters(telemetry),
                new EventLog("test", InstantSource.system()),
                new RateLimit(Duration.ofSeconds(1)),
                InstantSource.system()),
            PeerListenerTest::greet);
  }

  @AfterEach
  void stop() {
    listener.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  @DisplayName("a node of the cluster is heard, by TLS 1.3")
  void accepted() throws Exception {
    try (var socket = call(Optional.of(identity("127.0.0.2")), "127.0.0.2", "TLSv1.3")) {
      assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo(HELLO);
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  @DisplayName("a later connection to a node takes up the TLS session of the first")
  void resumed() throws Exception {
    var caller = new PeerTls(identity("127.0.0.2"));
    long first = sessionMadeAt(caller);
    long until = System.currentTimeMillis() + 5;
    while (System.currentTimeMillis() < until) {
      Thread.onSpinWait();
    }
    assertThat(sessionMadeAt(caller)).isEqualTo(first);
    assertThat(sessionMadeAt(new PeerTls(identity("127.0.0.2")))).isGreaterThan(first);
  }

  /// The JDK keeps with a session that is taken up when it was made.
  private long sessionMadeAt(PeerTls caller) throws Exception {
    try (var plain = new Socket()) {
      plain.bind(new InetSocketAddress("127.0.0.2", 0));
      plain.connect(listener.address());
      try (var socket = caller.over(plain)) {
        assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo(HELLO);
        return socket.getSession().getCreationTime();
      }
    }
  }

  @Test
  @DisplayName("SEC-C12 whoever has no certificate is not heard")
  void noCertificate() {
    assertRefused(Optional.empty(), "127.0.0.2", "TLSv1.3");
  }

  @Test
  @DisplayName("SEC-C12 a certificate of another authority is not believed")
  void foreignAuthority() throws Exception {
    var stranger = ClusterAuthority.create("test", now);
    var issued = stranger.issue(ip("127.0.0.2"), now);
    var identity =
        new PeerIdentity(
            stranger.identity(issued).chain(),
            issued.key(),
            java.util.List.of(authority.certificate()));

    assertRefused(Optional.of(identity), "127.0.0.2", "TLSv1.3");
  }

  @Test
  @DisplayName("SEC-C12 a certificate of one node is not believed at another one's address")
  void otherAddress() throws Exception {
    assertRefused(Optional.of(identity("127.0.0.3")), "127.0.0.2", "TLSv1.3");
  }

  @Test
  @DisplayName("SEC-C12 a certificate that has expired is not believed")
  void expired() throws Exception {
    Instant then = now.minus(ClusterAuthority.NODE_FOR).minus(1, ChronoUnit.DAYS);
    var issued = authority.issue(ip("127.0.0.2"), then);

    assertRefused(Optional.of(authority.identity(issued)), "127.0.0.2", "TLSv1.3");
  }

  @Test
  @DisplayName("TLS 1.2 is not spoken")
  void olderProtocol() throws Exception {
    assertRefused(Optional.of(identity("127.0.0.2")), "127.0.0.2", "TLSv1.2");
  }

  private void assertRefused(Optional<PeerIdentity> identity, String from, String protocol) {
    assertThatThrownBy(
            () -> {
              try (var socket = call(identity, from, protocol)) {
                if (socket.getInputStream().readNBytes(4).length < 4) {
                  throw new IOException("ended");
                }
              }
            })
        .isInstanceOf(IOException.class);
    Soon.passes(
        () -> assertThat(telemetry.scrape()).contains("weir_peer_handshakes_failed_total 1.0"));
  }

  private PeerIdentity identity(String address) throws Exception {
    return authority.identity(authority.issue(ip(address), now));
  }

  private SSLSocket call(Optional<PeerIdentity> identity, String from, String protocol)
      throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    if (identity.isPresent()) {
      var chain = identity.get().chain().toArray(new X509Certificate[0]);
      store.setKeyEntry("own", identity.get().key(), new char[0], chain);
    }
    keys.init(store, new char[0]);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
    var socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.setEnabledProtocols(new String[] {protocol});
    socket.bind(new InetSocketAddress(ip(from), 0));
    socket.setSoTimeout(40_000);
    socket.connect(listener.address());
    socket.startHandshake();
    return socket;
  }

  private static void greet(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelActive(ChannelHandlerContext context) {
                context
                    .writeAndFlush(Unpooled.copiedBuffer(HELLO, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
              }
            });
  }

  private static Inet4Address ip(String address) throws Exception {
    return (Inet4Address) InetAddress.getByName(address);
  }
}
