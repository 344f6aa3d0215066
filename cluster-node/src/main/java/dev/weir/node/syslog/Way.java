package dev.weir.node.syslog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The connection to a syslog server; after a failure it is made anew, its name looked up again.
/// Confined to one thread.
final class Way implements AutoCloseable {
  private final SyslogSettings to;
  private @Nullable WritableByteChannel channel;

  Way(SyslogSettings to) {
    this.to = to;
  }

  /// Sends one message, and waits until it is taken over.
  void send(byte[] message) throws IOException {
    boolean stream = to.transport() == SyslogSettings.Transport.TCP;
    byte[] length =
        stream ? (message.length + " ").getBytes(StandardCharsets.US_ASCII) : new byte[0];
    ByteBuffer octets =
        ByteBuffer.allocate(length.length + message.length).put(length).put(message).flip();
    try {
      WritableByteChannel open = open();
      do {
        open.write(octets);
      } while (octets.hasRemaining());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Whether it makes sense to wait after a failure: nobody is there.
  boolean waits() {
    return to.transport() != SyslogSettings.Transport.UDP;
  }

  private WritableByteChannel open() throws IOException {
    WritableByteChannel there = channel;
    if (there == null) {
      there =
          switch (to.transport()) {
            case UDP -> DatagramChannel.open().connect(address());
            case TCP -> SocketChannel.open(address());
            case UNIX -> UnixDatagrams.open(to.host());
          };
      channel = there;
    }
    return there;
  }

  private InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getByName(to.host()), to.port());
  }

  @Override
  public void close() {
    WritableByteChannel last = channel;
    channel = null;
    try {
      if (last != null) {
        last.close();
      }
    } catch (IOException e) {
      channel = null; // nothing more can be done with it
    }
  }
}
