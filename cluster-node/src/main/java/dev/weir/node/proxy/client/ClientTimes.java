package dev.weir.node.proxy.client;

import java.time.Duration;

/// How long a client and its requests may take.
///
/// @param head from the connection to its first request's head
/// @param keepAlive from a response to the next request's head
/// @param writeStall without the client taking anything
/// @param answer from a request to the head of the origin's response
/// @param follow how long a request waits for another one's fetch
public record ClientTimes(
    Duration head, Duration keepAlive, Duration writeStall, Duration answer, Duration follow) {
  /// How long what a client still sends is read after the last response.
  public static final Duration LINGER = Duration.ofSeconds(2);

  private static final Duration EVER = Duration.ofDays(1);

  /// The same for another node, whose connection may wait for its next request.
  public ClientTimes ofPeers() {
    return new ClientTimes(EVER, EVER, writeStall, answer, follow);
  }
}
