package dev.weir.wccp.cache;

import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which routers know that we leave (§4.2, shutdown of the cache). Confined to its [CacheGroup].
///
/// A router is done when it has confirmed, or when it has been told three times: old ones ignore
/// the command and time us out.
final class Departure {
  private static final int TOLD_MAX = 3;

  private final Map<InetAddress, Integer> told = new HashMap<>();

  void begin() {
    told.clear();
  }

  void told(RouterLink link) {
    told.merge(link.address(), 1, Integer::sum);
  }

  void answered(RouterLink link, Optional<Commands> commands, InetAddress self) {
    if (commands.filter(it -> it.contains(Command.SHUTDOWN_RESPONSE, self)).isPresent()) {
      told.put(link.address(), TOLD_MAX);
    }
  }

  boolean done(RouterLink link) {
    return !link.live() || told.getOrDefault(link.address(), 0) >= TOLD_MAX;
  }

  boolean complete(List<RouterLink> live) {
    return live.stream().allMatch(this::done);
  }
}
