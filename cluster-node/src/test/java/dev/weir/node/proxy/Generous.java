package dev.weir.node.proxy;

import dev.weir.node.proxy.limit.BodyPace;
import dev.weir.node.proxy.limit.ClientLimits;
import java.time.Duration;

/// Limits that no test reaches.
final class Generous {
  private Generous() {}

  static ProxyConfig.Limits limits(Duration grace) {
    var pace = new BodyPace(1, grace);
    var message = new ClientLimits.Message(8192, 65_536, 100, Long.MAX_VALUE, pace);
    var client = new ClientLimits(1000, 32, 1000, Integer.MAX_VALUE, message);
    return new ProxyConfig.Limits(() -> 1000, 1000, 2, () -> client);
  }
}
