package dev.weir.node.proxy.limit;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The open connections of one event loop. Confined to it.
final class Residents {
  private final Set<Channel> open = new HashSet<>();

  /// A connection begins.
  void began(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(_ -> open.remove(channel));
  }

  /// Closes those on which nothing is under way.
  void dismiss(Predicate<Channel> idle) {
    List.copyOf(open).stream().filter(idle).forEach(Channel::close);
  }
}
