package dev.weir.node.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port that refuses connections: it is taken, so nobody else can come to listen there.
final class DeafPort implements AutoCloseable {
  private final Socket taken = new Socket();
  private final InetSocketAddress address;

  DeafPort() throws IOException {
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    address = (InetSocketAddress) taken.getLocalSocketAddress();
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    taken.close();
  }
}
