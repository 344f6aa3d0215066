package dev.weir.node.proxy.client;

import dev.weir.node.config.limit.PaceConfig;
import java.time.Duration;

/// How long a client and its requests may take.
///
/// @param head from the connection to its first request's head
/// @param keepAlive from a response to the next request's head
/// @param writeStall the time over which it is measured how fast the client takes a response
/// @param answer from a request to the head of the origin's response
/// @param readRate octets a second that it takes at least
/// @param follow how long a request waits for another one's fetch
public record ClientTimes(
    Duration head,
    Duration keepAlive,
    Duration writeStall,
    long readRate,
    Duration answer,
    Duration follow) {
  /// How long what a client still sends is read after the last response.
  public static final Duration LINGER = Duration.ofSeconds(2);

  private static final Duration EVER = Duration.ofDays(1);

  /// The octets that a client takes of a response in [#writeStall] at least.
  public long takenLeast() {
    return Math.max(1, readRate * writeStall.toMillis() / 1000);
  }

  /// The same with what clients may take.
  public ClientTimes withPace(PaceConfig pace) {
    return new ClientTimes(
        pace.head(), pace.keepAlive(), pace.stall(), pace.readRate(), answer, follow);
  }

  /// The same for another node, whose connection may wait for its next request.
  public ClientTimes ofPeers() {
    return new ClientTimes(EVER, EVER, writeStall, readRate, answer, follow);
  }
}
