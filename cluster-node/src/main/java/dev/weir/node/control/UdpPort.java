package dev.weir.node.control;

import dev.weir.node.life.HostException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// The WCCP port, UDP 2048, bound to each address of ours by itself, so that it is known to which
/// of them a message was sent (§4.4).
///
/// Confined to the control thread, but for [#wake].
public final class UdpPort implements WccpPort, AutoCloseable {
  /// The port of WCCP, on both ends (§1).
  public static final int WCCP_PORT = 2048;

  private static final int DATAGRAM_MAX = 65_535;

  private final List<Bound> bound;
  private final List<Membership> groups;
  private final Selector selector;
  private int turn;
  private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_MAX);

  private UdpPort(List<Bound> bound, List<Membership> groups, Selector selector) {
    this.bound = bound;
    this.groups = List.copyOf(groups);
    this.selector = selector;
  }

  /// A socket and the address that it hears.
  private record Bound(DatagramChannel channel, Inet4Address address) {}

  /// A group to hear, on the interface that has this address; what is sent to it goes out there and
  /// over at most `hops` hops (§7.3: 15 or fewer).
  public record Membership(Inet4Address group, Inet4Address on, int hops) {}

  /// Binds port 2048 of this address.
  ///
  /// @throws HostException if the address is not this host's or the port is taken
  public static UdpPort open(Inet4Address local) throws HostException {
    return open(List.of(local), List.of());
  }

  /// Binds port 2048 of each address, of which the first is the one we send from, and joins groups.
  ///
  /// @throws HostException if an address is not this host's, or the port is taken
  public static UdpPort open(List<Inet4Address> locals, List<Membership> groups)
      throws HostException {
    var bound = new ArrayList<Bound>();
    try {
      Selector selector = Selector.open();
      var port = new UdpPort(bound, groups, selector);
      for (Inet4Address local : new LinkedHashSet<>(locals)) {
        bind(local, bound, selector);
      }
      for (Membership membership : groups) {
        join(membership, bound, selector);
      }
      return port;
    } catch (HostException e) {
      closeAll(bound, e);
      throw e;
    } catch (IOException e) {
      closeAll(bound, e);
      throw new HostException("Cannot open the WCCP port: " + e.getMessage(), e);
    }
  }

  private static void bind(Inet4Address local, List<Bound> bound, Selector selector)
      throws IOException, HostException {
    var channel = DatagramChannel.open(StandardProtocolFamily.INET);
    bound.add(new Bound(channel, local));
    try {
      requireOwn(local);
      channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
      channel.bind(new InetSocketAddress(local, WCCP_PORT));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    } catch (BindException e) {
      throw new HostException(
          "Cannot bind UDP "
              + local.getHostAddress()
              + " port 2048 for WCCP: "
              + e.getMessage()
              + ". Is another router or cache running here? `ss -lunp sport = 2048` tells.",
          e);
    }
  }

  private static void join(Membership membership, List<Bound> bound, Selector selector)
      throws IOException, HostException {
    requireOwn(membership.on());
    var on = NetworkInterface.getByInetAddress(membership.on());
    // our own messages to the group are not for us
    bound.getFirst().channel().setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
    var known = bound.stream().filter(it -> it.address().equals(membership.group())).findFirst();
    if (known.isPresent()) {
      known.get().channel().join(membership.group(), on);
      return;
    }
    var channel = DatagramChannel.open(StandardProtocolFamily.INET);
    bound.add(new Bound(channel, membership.group()));
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(membership.group(), WCCP_PORT));
    channel.join(membership.group(), on);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  @Override
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

  @Override
  public void send(ByteBuffer octets, InetAddress to) throws IOException {
    var sender = bound.getFirst().channel();
    var target = new InetSocketAddress(to, WCCP_PORT);
    if (!to.isMulticastAddress()) {
      sender.send(octets, target);
      return;
    }
    for (Membership membership : groups) {
      if (membership.group().equals(to)) {
        var on = NetworkInterface.getByInetAddress(membership.on());
        if (on == null) {
          throw new IOException("no interface has " + membership.on().getHostAddress());
        }
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
        sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, membership.hops());
        sender.send(octets.duplicate(), target);
      }
    }
  }

  @Override
  public void wake() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      for (Bound one : bound) {
        one.channel().close();
      }
    }
  }

  /// The next datagram of the next socket that has one: none waits for ever behind a busy one.
  private Optional<Datagram> take() throws IOException {
    for (int i = 0; i < bound.size(); i++) {
      Bound next = bound.get(Math.floorMod(turn++, bound.size()));
      buffer.clear();
      if (next.channel().receive(buffer) instanceof InetSocketAddress from) {
        buffer.flip();
        var octets = ByteBuffer.allocate(buffer.limit()).put(buffer).flip();
        return Optional.of(new Datagram(from, next.address(), octets));
      }
    }
    return Optional.empty();
  }

  private static void requireOwn(Inet4Address local) throws IOException, HostException {
    if (NetworkInterface.getByInetAddress(local) == null) {
      throw new HostException(
          "WCCP: "
              + local.getHostAddress()
              + " is not an address of this host; `ip -brief address` lists the ones it has.");
    }
  }

  private static void closeAll(List<Bound> bound, Exception failure) {
    for (Bound one : bound) {
      try {
        one.channel().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
