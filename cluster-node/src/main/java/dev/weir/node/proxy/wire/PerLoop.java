package dev.weir.node.proxy.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// One of a kind for each event loop of a group. For any thread.
public final class PerLoop<T> {
  private final Map<EventLoop, T> each = new HashMap<>();

  /// Makes one for each.
  public PerLoop(EventLoopGroup group, Function<EventLoop, T> making) {
    for (EventExecutor executor : group) {
      EventLoop loop = (EventLoop) executor;
      each.put(loop, making.apply(loop));
    }
  }

  /// That of a channel's loop.
  public T of(Channel channel) {
    return of(channel.eventLoop());
  }

  /// That of a loop.
  ///
  /// @throws IllegalStateException if the loop is none of the group
  public T of(EventLoop loop) {
    T one = each.get(loop);
    if (one == null) {
      throw new IllegalStateException("a foreign event loop");
    }
    return one;
  }

  public void forEach(BiConsumer<EventLoop, T> action) {
    each.forEach(action);
  }
}
