package dev.weir.node.snmp.agent;

import dev.weir.node.snmp.Allowance;
import dev.weir.node.snmp.SnmpResult;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportStateReference;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.AbstractTransportMapping;
import org.snmp4j.transport.TransportType;

/// The agent's UDP port, and the one thread that does everything: it takes datagrams one by one,
/// and once a second looks at the node.
final class SnmpPort extends AbstractTransportMapping<UdpAddress> {
  /// No datagram in or out is longer: so none goes in pieces over Ethernet (RFC 3417 §3.2.1 asks
  /// for 484 at least).
  static final int OCTETS_MAX = 1472;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int BURST = 2_000;
  private static final Duration EACH = Duration.ofNanos(200_000);

  /// What it works for.
  ///
  /// @param admits whose datagrams are looked at
  /// @param ended is told what became of each datagram, and who sent it
  /// @param look is called once a second
  /// @param fail is told when the thread ends by a fault
  record Outlets(
      Predicate<InetAddress> admits,
      BiConsumer<SnmpResult, InetAddress> ended,
      Consumer<Instant> look,
      Consumer<Throwable> fail) {}

  private final DatagramSocket socket;
  private final UdpAddress local;
  private final Exchange exchange;
  private final InstantSource clock;
  private final Outlets outlets;
  private final Allowance allowance;
  private @Nullable Thread thread;

  /// @param socket is bound
  /// @param clock monotonic
  SnmpPort(DatagramSocket socket, Exchange exchange, InstantSource clock, Outlets outlets) {
    this.socket = socket;
    this.local = new UdpAddress(socket.getLocalAddress(), socket.getLocalPort());
    this.exchange = exchange;
    this.clock = clock;
    this.outlets = outlets;
    this.allowance = new Allowance(BURST, EACH, clock.instant());
    this.maxInboundMessageSize = OCTETS_MAX;
    setAsyncMsgProcessingSupported(false);
  }

  @Override
  public Class<? extends Address> getSupportedAddressClass() {
    return UdpAddress.class;
  }

  @Override
  public Set<Class<? extends Address>> getSupportedAddressClasses() {
    return Set.of(UdpAddress.class);
  }

  @Override
  public TransportType getSupportedTransportType() {
    return TransportType.any;
  }

  @Override
  public UdpAddress getListenAddress() {
    return local;
  }

  @Override
  public boolean isListening() {
    return !socket.isClosed();
  }

  @Override
  public void listen() {
    thread = Thread.ofPlatform().name("snmp").daemon(true).start(this::run);
  }

  @Override
  public void sendMessage(
      UdpAddress to, byte[] message, TransportStateReference state, long timeoutMillis, int retries)
      throws IOException {
    var address = new InetSocketAddress(to.getInetAddress(), to.getPort());
    try {
      socket.send(new DatagramPacket(message, message.length, address));
      exchange.sent();
    } catch (IOException e) {
      exchange.unsent();
      throw e;
    }
  }

  /// Ends the thread and frees the port.
  @Override
  public void close() throws IOException {
    socket.close();
    Thread started = thread;
    if (started != null) {
      try {
        started.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the agent of SNMP ended", e);
      }
    }
  }

  private void run() {
    try {
      Instant next = clock.instant();
      byte[] room = new byte[OCTETS_MAX + 1];
      while (!socket.isClosed()) {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
          outlets.look.accept(now);
          next = now.plus(LOOK);
        }
        receive(new DatagramPacket(room, room.length), Duration.between(now, next));
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!socket.isClosed()) {
        outlets.fail.accept(e);
      }
    }
  }

  private void receive(DatagramPacket packet, Duration atMost) throws IOException {
    try {
      socket.setSoTimeout((int) Math.max(1, atMost.toMillis()));
      socket.receive(packet);
    } catch (SocketTimeoutException _) {
      return;
    }
    outlets.ended.accept(take(packet), packet.getAddress());
  }

  private SnmpResult take(DatagramPacket packet) {
    if (!outlets.admits.test(packet.getAddress())) {
      return SnmpResult.ADDRESS;
    }
    if (!allowance.take(clock.instant())) {
      return SnmpResult.RATE;
    }
    if (packet.getLength() > OCTETS_MAX) {
      return SnmpResult.MALFORMED;
    }
    var from = new UdpAddress(packet.getAddress(), packet.getPort());
    var state =
        new TransportStateReference(
            this, from, null, SecurityLevel.undefined, SecurityLevel.undefined, false, socket);
    exchange.begin();
    try {
      fireProcessMessage(from, ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), state);
    } catch (RuntimeException | StackOverflowError _) {
      return SnmpResult.MALFORMED; // of the library: a stranger's octets do not end the agent
    }
    return exchange.end();
  }
}
