package dev.weir.node.syslog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The connection to a syslog server; after a failure it is made anew, its name looked up again.
/// Confined to one thread.
final class Way implements AutoCloseable {
  private final SyslogSettings to;
  private @Nullable ByteChannel channel;

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
      ByteChannel open = open();
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
    return to.transport() == SyslogSettings.Transport.TCP;
  }

  private ByteChannel open() throws IOException {
    ByteChannel there = channel;
    if (there == null) {
      var address = new InetSocketAddress(InetAddress.getByName(to.host()), to.port());
      there =
          switch (to.transport()) {
            case UDP -> DatagramChannel.open().connect(address);
            case TCP -> SocketChannel.open(address);
          };
      channel = there;
    }
    return there;
  }

  @Override
  public void close() {
    ByteChannel last = channel;
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
