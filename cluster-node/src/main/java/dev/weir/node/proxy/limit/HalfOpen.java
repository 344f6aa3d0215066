package dev.weir.node.proxy.limit;

import dev.weir.node.proxy.client.ProxyMeters;
import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Set;

/// The connections of one event loop on which no request has come so far. With one too many the
/// oldest is closed: who means it has asked by then. Confined to its event loop.
public final class HalfOpen {
  private final Set<Channel> waiting = new LinkedHashSet<>();
  private final ProxyMeters meters;

  /// None yet.
  public HalfOpen(ProxyMeters meters) {
    this.meters = meters;
  }

  /// A connection begins, or still has not asked.
  void began(Channel channel, int max) {
    if (!waiting.add(channel)) {
      return;
    }
    channel.closeFuture().addListener(_ -> ended(channel));
    if (waiting.size() > max) {
      makesRoom();
    }
  }

  /// Whether the oldest could be closed in favour of another.
  boolean makesRoom() {
    if (waiting.isEmpty()) {
      return false;
    }
    Channel eldest = waiting.iterator().next();
    waiting.remove(eldest);
    meters.closed(ProxyMeters.Closed.HALF_OPEN);
    eldest.close();
    return true;
  }

  /// It has asked, or is gone.
  void ended(Channel channel) {
    waiting.remove(channel);
  }
}
