package dev.weir.node.peer.link;

import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginRoute;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.List;

/// The way to one node: its kept connections, and who waits for one.
///
/// Few connections are opened at a time, and one that is being opened is waited for: many
/// handshakes at once would all be late, and be begun again. Confined to its event loop.
final class PeerLine {
  private static final int OPENING_MAX = 4;
  private static final long PAUSE_MIN_NS = 500_000_000L;
  private static final long PAUSE_MAX_NS = 4_000_000_000L;

  /// Who waits for a connection.
  interface Waiter {
    /// There is one: ask at once.
    void onReady();

    /// There will be none.
    ///
    /// @param refused whether there is no process that would answer
    void onUnreachable(boolean refused);
  }

  private final OriginPool pool;
  private final OriginRoute route;
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private int opening;
  private int open;
  private long pauseNs = PAUSE_MIN_NS;
  private long nextNs = System.nanoTime();

  PeerLine(OriginPool pool, OriginRoute route) {
    this.pool = pool;
    this.route = route;
  }

  /// Tells when there is a connection; perhaps within the call.
  void await(Waiter waiter) {
    waiting.add(waiter);
    serve();
  }

  /// Waits no longer.
  void leave(Waiter waiter) {
    waiting.remove(waiter);
  }

  /// A connection may have become free.
  void serve() {
    while (!waiting.isEmpty() && pool.hasKept(route)) {
      waiting.remove().onReady();
    }
    while (opening < Math.min(OPENING_MAX, waiting.size())) {
      open();
    }
  }

  /// Opens a connection if there is none. When that fails, the next try comes later and later.
  void stayReady(long nowNs) {
    if (open == 0 && opening == 0 && nowNs - nextNs >= 0) {
      open();
    }
  }

  /// Whether there is a connection, perhaps still without its encryption.
  boolean isOpen() {
    return open > 0;
  }

  /// A connection has been begun.
  void opened(Channel channel) {
    open++;
    channel.closeFuture().addListener(_ -> open--);
  }

  private void open() {
    opening++;
    pool.prepare(route).addListener(this::onOpened);
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof ConnectException && !(cause instanceof ConnectTimeoutException);
  }

  private void onOpened(Future<? super Object> done) {
    opening--;
    if (done.isSuccess()) {
      pauseNs = PAUSE_MIN_NS;
      serve();
      return;
    }
    nextNs = System.nanoTime() + pauseNs;
    pauseNs = Math.min(2 * pauseNs, PAUSE_MAX_NS);
    if (opening == 0) {
      List<Waiter> left = List.copyOf(waiting);
      waiting.clear();
      left.forEach(waiter -> waiter.onUnreachable(isRefusal(done.cause())));
    }
  }
}
