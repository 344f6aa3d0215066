package dev.weir.node.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Accepts connections until it is closed.
final class Listener implements AutoCloseable {
  /// An event loop that is stuck closes nothing.
  private static final long CLOSE_MILLIS_MAX = 1000;

  private final Channel server;

  private Listener(Channel server) {
    this.server = server;
  }

  /// Binds.
  ///
  /// @throws IOException if the address is taken, is not ours, or a privilege is missing
  static Listener bind(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    return new Listener(bound.channel());
  }

  InetSocketAddress boundAddress() {
    return (InetSocketAddress) server.localAddress();
  }

  @Override
  public void close() {
    server.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
  }
}
