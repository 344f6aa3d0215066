package dev.weir.node.proxy.limit;

import dev.weir.node.config.limit.LimitsConfig;
import java.time.Duration;

/// What one client connection, and all of one client's, may want. Immutable: a connection keeps
/// those with which it began.
///
/// @param perClientMax open connections of one client
/// @param prefixLength of the IPv4 addresses that are one client, 8 to 32
/// @param halfOpenMax connections without a request so far, on one event loop
/// @param requestsMax on one connection
public record ClientLimits(
    int perClientMax, int prefixLength, int halfOpenMax, int requestsMax, Message message) {
  /// What one request may want.
  ///
  /// @param targetMax octets of its target
  /// @param headMax octets of its fields
  /// @param fieldsMax how many fields
  /// @param bodyMax octets of its body
  /// @param bodyPace how fast that must come
  public record Message(
      int targetMax, int headMax, int fieldsMax, long bodyMax, BodyPace bodyPace) {}

  /// What stands in the configuration, for one of so many event loops.
  public static ClientLimits of(LimitsConfig config, int loops) {
    var message = config.message();
    return new ClientLimits(
        config.perClient().connections(),
        config.perClient().prefix(),
        Math.max(1, config.halfOpen() / loops),
        config.requests(),
        new Message(
            (int) message.uri(),
            (int) message.header(),
            message.fields(),
            message.body().orElse(Long.MAX_VALUE),
            new BodyPace(config.pace().bodyRate(), grace(config.pace().stall()))));
  }

  /// Who begins to send has less time to show that it goes on.
  private static Duration grace(Duration stall) {
    return stall.dividedBy(3);
  }
}
