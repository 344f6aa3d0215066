package dev.weir.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.telemetry.Telemetry;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;

/// `weir warm-up`: loads what a node loads, on loopback, and ends.
///
/// The launcher runs it once after a build, under a JVM that records the classes for quick starts
/// (ADR-0011). It opens ports on loopback only and leaves nothing behind.
@Command(name = "warm-up", hidden = true, description = "Load everything once, and end.")
final class WarmUp implements Callable<Integer> {
  private static final String CONFIG =
      """
      node: {name: warm-up, address: 127.0.0.1}
      wccp: {routers: [127.0.0.2], services: [web-cache]}
      gre: {receive: pcap, interface: lo, tun: wccp0}
      dns: {servers: [127.0.0.53]}
      """;

  private static final int HANDSHAKES = 8;
  private static final Duration SERVING_MAX = Duration.ofSeconds(8);

  @Override
  public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
    for (Page page : Page.values()) {
      page.text("{\"node\":{},\"services\":[{\"name\":\"web-cache\"}],\"members\":[]}");
    }
    ourClasses();
    configuration();
    http();
    peers();
    new Telemetry().scrape();
    grid();
    WarmNode.serve(SERVING_MAX);
    return ExitCode.OK;
  }

  /// Loads every class of ours that is on the class path, without running it.
  private static void ourClasses() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isRegularFile(path)) {
        try (var jar = new JarFile(path.toFile())) {
          jar.stream()
              .map(file -> file.getName())
              .filter(name -> name.startsWith("dev/weir/") && name.endsWith(".class"))
              .filter(name -> !name.endsWith("-info.class"))
              .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
              .forEach(WarmUp::load);
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, WarmUp.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      System.err.println("weir: " + name + " cannot be loaded: " + e);
    }
  }

  private static void configuration() throws IOException {
    Path file = Files.createTempFile("weir-warm-up", ".yaml");
    try {
      Files.writeString(file, CONFIG);
      NodeConfig.load(file, Map.of());
    } finally {
      Files.delete(file);
    }
  }

  /// One request to a listener like the node's.
  private static void http() throws IOException, InterruptedException {
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      var listener =
          new ServerBootstrap()
              .group(loops)
              .channel(EpollServerSocketChannel.class)
              .childHandler(new Codec())
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sync()
              .channel();
      var address = (InetSocketAddress) listener.localAddress();
      try (var client = new Socket(address.getAddress(), address.getPort())) {
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      }
      listener.close().sync();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /// What two nodes need until they trust each other.
  private static void peers() throws IOException, GeneralSecurityException, InterruptedException {
    var self = Inet4Address.ofLiteral("127.0.0.1");
    var authority = ClusterAuthority.create("warm-up", Instant.now());
    var tls = new PeerTls(authority.identity(authority.issue(self, Instant.now())));
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      var listener =
          new ServerBootstrap()
              .group(loops)
              .channel(EpollServerSocketChannel.class)
              .childHandler(new Secured(tls::accepted))
              .bind(new InetSocketAddress(self, 0))
              .sync()
              .channel();
      var there = (InetSocketAddress) listener.localAddress();
      for (int i = 0; i < HANDSHAKES; i++) { // the later ones take up the first one's session
        var caller =
            new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(new Secured(channel -> tls.called(channel, there)))
                .connect(there)
                .sync()
                .channel();
        caller.pipeline().get(SslHandler.class).handshakeFuture().sync();
        caller.writeAndFlush(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", US_ASCII)).sync();
        caller.close().sync();
      }
      listener.close().sync();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /// One member alone, on loopback and a port of its own.
  private static void grid() {
    var config = new Config();
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    var network = config.getNetworkConfig();
    network.setPort(0).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    var member = Hazelcast.newHazelcastInstance(config);
    member.getReplicatedMap("warm-up").put("key", "value");
    member.shutdown();
  }

  /// The encryption of a connection, and its codec.
  private static final class Secured extends ChannelInitializer<SocketChannel> {
    private final Function<Channel, SslHandler> encryption;

    Secured(Function<Channel, SslHandler> encryption) {
      this.encryption = encryption;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel.pipeline().addLast(encryption.apply(channel));
    }
  }

  /// The codec of a connection.
  private static final class Codec extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      channel.pipeline().addLast(new HttpServerCodec());
    }
  }
}
