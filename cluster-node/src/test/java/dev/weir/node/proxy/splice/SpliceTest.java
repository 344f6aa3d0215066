package dev.weir.node.proxy.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@DisplayName("two connections made one")
@Timeout(120)
final class SpliceTest {
  private static final int MANY_OCTETS = 8 << 20;
  private static final long TOO_MANY_OCTETS = 1L << 26;
  private static final String IMPATIENT = "impatient";
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final AtomicLong onward = new AtomicLong();
  private final AtomicLong back = new AtomicLong();
  private final CompletableFuture<Splice.End> ended = new CompletableFuture<>();
  private ServerSocket farListener;
  private Channel listener;
  private Socket near;
  private Socket far;

  @BeforeEach
  void open(TestInfo test) throws IOException {
    farListener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    join(test.getTags().contains(IMPATIENT) ? SHORT : LONG);
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    farListener.close();
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  @DisplayName("what either side says arrives at the other as it was said, both at once")
  void bothWays() throws Exception {
    byte[] upward = octets(1);
    byte[] downward = octets(2);

    var sent = CompletableFuture.allOf(say(near, upward), say(far, downward));
    var heardByNear = hear(near);
    assertThat(far.getInputStream().readNBytes(MANY_OCTETS)).isEqualTo(upward);
    assertThat(heardByNear.get()).isEqualTo(downward);
    sent.get();

    assertThat(onward.get()).isEqualTo(MANY_OCTETS);
    assertThat(back.get()).isEqualTo(MANY_OCTETS);
    assertThat(ended).isNotDone();
  }

  @Test
  @DisplayName("the end of one direction is passed on, and the other one goes on")
  void halfClosed() throws Exception {
    near.getOutputStream().write("GET /\r\n".getBytes(US_ASCII));
    near.shutdownOutput();

    assertThat(new String(far.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("GET /\r\n");
    far.getOutputStream().write("late".getBytes(US_ASCII));
    assertThat(new String(near.getInputStream().readNBytes(4), US_ASCII)).isEqualTo("late");
    assertThat(ended).isNotDone();

    far.shutdownOutput();
    assertThat(near.getInputStream().read()).isEqualTo(-1);
    assertThat(ended.get()).isEqualTo(Splice.End.CLOSED);
  }

  @RepeatedTest(5)
  @DisplayName("a side that has said all still hears more than the kernel holds at once")
  void muchAfterTheEnd() throws Exception {
    near.getOutputStream().write('x');
    near.shutdownOutput();
    assertThat(far.getInputStream().readAllBytes()).hasSize(1);
    byte[] said = octets(4);

    var sent = say(far, said).thenRun(() -> quietly(far::shutdownOutput));
    assertThat(near.getInputStream().readAllBytes()).isEqualTo(said);
    sent.get();
    assertThat(ended.get()).isEqualTo(Splice.End.CLOSED);
  }

  @Test
  @DisplayName("what was said before the end of it arrives before the end")
  void saidBeforeTheEnd() throws Exception {
    byte[] said = octets(3);
    say(far, said).thenRun(() -> quietly(far::shutdownOutput));

    assertThat(near.getInputStream().readAllBytes()).isEqualTo(said);
  }

  @Test
  @DisplayName("a side that breaks off is passed on as a reset, not as an end")
  void reset() throws Exception {
    far.getOutputStream().write("half".getBytes(US_ASCII));
    assertThat(near.getInputStream().readNBytes(4)).hasSize(4);
    far.setSoLinger(true, 0);
    far.close();

    InputStream in = near.getInputStream();
    assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    assertThat(ended.get()).isEqualTo(Splice.End.RESET);
  }

  @Test
  @DisplayName("who is not listened to is not read either: what waits is bounded")
  void bounded() throws Exception {
    var talker = near.getChannel();
    talker.configureBlocking(false);
    long sent = 0;
    try (var selector = Selector.open()) {
      talker.register(selector, SelectionKey.OP_WRITE);
      var octets = ByteBuffer.allocate(1 << 16);
      while (selector.select(500) > 0 && sent < TOO_MANY_OCTETS) {
        selector.selectedKeys().clear();
        sent += talker.write(octets.clear());
      }
    }

    assertThat(sent).isLessThan(TOO_MANY_OCTETS);
    talker.shutdownOutput();
    assertThat(far.getInputStream().transferTo(OutputStream.nullOutputStream())).isEqualTo(sent);
  }

  @Test
  @Tag(IMPATIENT)
  @DisplayName("a connection on which nothing passes is ended, one on which something does is not")
  void idle() throws Exception {
    long beganNs = System.nanoTime();
    long lastNs = beganNs;
    for (long nowNs = beganNs;
        nowNs - beganNs < 3 * SHORT.toNanos() && passes('x');
        nowNs = System.nanoTime()) {
      lastNs = nowNs;
      LockSupport.parkNanos(SHORT.toNanos() / 40);
    }

    assertThat(ended.get()).isEqualTo(Splice.End.IDLE);
    assertThat(Duration.ofNanos(System.nanoTime() - lastNs)).isGreaterThanOrEqualTo(SHORT);
  }

  /// Whether an octet comes through: a machine that was too busy to say one has let it be ended.
  private boolean passes(char octet) {
    try {
      near.getOutputStream().write(octet);
      return far.getInputStream().read() == octet;
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }

  private void join(Duration idle) throws IOException {
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    Held.on(accepted);
                    joinToFar(accepted, idle);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    near = SocketChannel.open(listener.localAddress()).socket();
    near.setSoTimeout(40_000);
    far = farListener.accept();
    far.setSoTimeout(40_000);
  }

  private void joinToFar(Channel accepted, Duration idle) {
    new Bootstrap()
        .group(accepted.eventLoop())
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(farListener.getLocalSocketAddress())
        .addListener(
            (ChannelFuture it) -> Splice.join(accepted, it.channel(), idle, new Recorder()));
  }

  private static byte[] octets(int seed) {
    byte[] octets = new byte[MANY_OCTETS];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  private static CompletableFuture<Void> say(Socket socket, byte[] octets) {
    return CompletableFuture.runAsync(() -> quietly(() -> socket.getOutputStream().write(octets)));
  }

  private static CompletableFuture<byte[]> hear(Socket socket) {
    var heard = new CompletableFuture<byte[]>();
    Thread.ofPlatform()
        .start(
            () -> quietly(() -> heard.complete(socket.getInputStream().readNBytes(MANY_OCTETS))));
    return heard;
  }

  private interface Io {
    void run() throws IOException;
  }

  private static void quietly(Io what) {
    try {
      what.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Recorder implements Splice.Account {
    @Override
    public void onward(int octets) {
      onward.addAndGet(octets);
    }

    @Override
    public void back(int octets) {
      back.addAndGet(octets);
    }

    @Override
    public void ended(Splice.End why) {
      ended.complete(why);
    }
  }
}
