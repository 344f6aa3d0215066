package dev.weir.node.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A port that neither accepts connections nor refuses them: its queue is full.
final class FullPort implements AutoCloseable {
  private static final int MORE_THAN_FIT = 8;

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> waiting = new ArrayList<>();

  FullPort() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      SocketChannel one = SocketChannel.open();
      one.configureBlocking(false);
      one.connect(server.getLocalAddress());
      waiting.add(one);
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel one : waiting) {
      one.close();
    }
    server.close();
  }
}
