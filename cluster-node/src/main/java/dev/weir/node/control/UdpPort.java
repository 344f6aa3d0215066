package dev.weir.node.control;

import dev.weir.node.life.HostException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// The WCCP port, UDP 2048, bound to one address, so that every message is known to be sent to it.
///
/// Confined to the control thread, but for [#wake].
public final class UdpPort implements AutoCloseable {
  /// The port of WCCP, on both ends (§1).
  public static final int WCCP_PORT = 2048;

  private static final int DATAGRAM_MAX = 65_535;

  private final DatagramChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_MAX);

  private UdpPort(DatagramChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /// One datagram as it came.
  ///
  /// @param from its source; an identity only after authentication
  /// @param octets its payload, a copy of its own
  public record Datagram(InetSocketAddress from, ByteBuffer octets) {}

  /// Binds port 2048 of this address.
  ///
  /// @throws HostException if the address is not this host's or the port is taken
  public static UdpPort open(Inet4Address local) throws HostException {
    DatagramChannel channel = null;
    try {
      requireOwn(local);
      channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
      channel.bind(new InetSocketAddress(local, WCCP_PORT));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new UdpPort(channel, selector);
    } catch (BindException e) {
      throw new HostException(
          "Cannot bind UDP "
              + local.getHostAddress()
              + " port 2048 for WCCP: "
              + e.getMessage()
              + ". Is another router or cache running here? `ss -lunp sport = 2048` tells.",
          closing(channel, e));
    } catch (IOException e) {
      throw new HostException("Cannot open the WCCP port: " + e.getMessage(), closing(channel, e));
    }
  }

  /// The next datagram, waiting for it no longer than this; empty when none came or [#wake] did.
  public Optional<Datagram> receive(Duration atMost) throws IOException {
    Optional<Datagram> ready = take();
    if (ready.isPresent()) {
      return ready;
    }
    long millis = atMost.plusNanos(999_999).toMillis();
    if (millis > 0) {
      selector.select(millis);
    } else {
      selector.selectNow();
    }
    selector.selectedKeys().clear();
    return take();
  }

  /// Sends one datagram to port 2048 of a cache.
  public void send(ByteBuffer octets, InetAddress to) throws IOException {
    channel.send(octets, new InetSocketAddress(to, WCCP_PORT));
  }

  /// Ends the wait of [#receive], from any thread.
  public void wake() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }

  private Optional<Datagram> take() throws IOException {
    buffer.clear();
    if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
      return Optional.empty();
    }
    buffer.flip();
    return Optional.of(new Datagram(from, ByteBuffer.allocate(buffer.limit()).put(buffer).flip()));
  }

  private static void requireOwn(Inet4Address local) throws IOException, HostException {
    if (NetworkInterface.getByInetAddress(local) == null) {
      throw new HostException(
          "WCCP: "
              + local.getHostAddress()
              + " is not an address of this host; `ip -brief address` lists the ones it has.");
    }
  }

  private static IOException closing(
      @org.jspecify.annotations.Nullable DatagramChannel channel, IOException failure) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }
}
