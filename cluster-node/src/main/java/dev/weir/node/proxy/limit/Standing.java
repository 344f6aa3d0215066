package dev.weir.node.proxy.limit;

import io.netty.channel.Channel;

/// How one client connection stands with its limits: how many requests it has had, and whether it
/// may have more. Confined to the event loop of the connection.
public final class Standing {
  /// What connections have in common.
  ///
  /// @param waiting those of the same event loop that have not asked yet
  /// @param open all of the same event loop
  record Common(HalfOpen waiting, Residents open, Pressure pressure, Farewell farewell) {
    /// Those of a loop that has this connection alone.
    static Common alone(HalfOpen waiting) {
      return new Common(waiting, new Residents(), new Pressure(() -> 0), new Farewell());
    }
  }

  private final Channel channel;
  private final ClientLimits limits;
  private final Common common;
  private int requests;

  /// That of a connection which has not asked yet, and has its event loop for itself.
  public static Standing alone(Channel channel, ClientLimits limits, HalfOpen waiting) {
    return new Standing(channel, limits, Common.alone(waiting));
  }

  /// That of a connection which has not asked yet.
  Standing(Channel channel, ClientLimits limits, Common common) {
    this.channel = channel;
    this.limits = limits;
    this.common = common;
    common.waiting.began(channel, limits.halfOpenMax());
    common.open.began(channel);
  }

  /// A request begins.
  public void asks() {
    if (requests++ == 0) {
      common.waiting.ended(channel);
    }
  }

  /// Whether the connection is to end with the requests that it has had.
  public boolean isOver() {
    return requests >= limits.requestsMax() || !isEasy();
  }

  /// Whether a further request may be answered, and one after it.
  boolean letsTwoMore() {
    return requests + 1 < limits.requestsMax() && isEasy();
  }

  private boolean isEasy() {
    return common.pressure.level() == Pressure.Level.EASY && !common.farewell.isSaid();
  }

  /// Whether there is no memory for what its client asks.
  boolean isShort() {
    return common.pressure.level() == Pressure.Level.SHORT;
  }

  /// What one request may want.
  ClientLimits.Message message() {
    return limits.message();
  }
}
