package dev.weir.node.peer.link;

import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginRoute;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.List;

/// The way to one node: its kept connections, and who waits for one.
///
/// Few connections are opened at a time, and one that is being opened is waited for: many
/// handshakes at once would all be late, and be begun again. Confined to its event loop.
final class PeerLine {
  private static final int OPENING_MAX = 4;

  /// Who waits for a connection.
  interface Waiter {
    /// There is one: ask at once.
    void onReady();

    /// There will be none.
    void onUnreachable();
  }

  private final OriginPool pool;
  private final OriginRoute route;
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private int opening;

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
      opening++;
      pool.prepare(route).addListener(this::onOpened);
    }
  }

  private void onOpened(Future<? super Object> done) {
    opening--;
    if (done.isSuccess()) {
      serve();
    } else if (opening == 0) {
      List<Waiter> left = List.copyOf(waiting);
      waiting.clear();
      left.forEach(Waiter::onUnreachable);
    }
  }
}
