package dev.weir.node.proxy.origin;

import dev.weir.cache.message.RequestHead;
import java.time.Duration;
import java.util.Optional;

/// What is asked of an origin.
///
/// @param route where to connect, and as whom
/// @param head target in origin-form and end-to-end fields, Host and Content-Length included
/// @param hasBody whether a body follows, with the Content-Length of the head or else chunked
/// @param answerWithin the longest wait for the head of the response, counted from the beginning
///   for a request without a body, from the end of the body otherwise
/// @param connectWithin the longest a connection may take, where it is not as for all
public record OriginRequest(
    OriginRoute route,
    RequestHead head,
    boolean hasBody,
    Duration answerWithin,
    Optional<Duration> connectWithin) {
  /// One for which a connection may take as long as for all.
  public OriginRequest(
      OriginRoute route, RequestHead head, boolean hasBody, Duration answerWithin) {
    this(route, head, hasBody, answerWithin, Optional.empty());
  }

  /// The same with another head.
  public OriginRequest with(RequestHead other) {
    return new OriginRequest(route, other, hasBody, answerWithin);
  }

  /// The same by another way.
  public OriginRequest by(OriginRoute other) {
    return new OriginRequest(other, head, hasBody, answerWithin);
  }

  /// The same with another head, as whoever adapts requests has it.
  public OriginRequest as(RequestHead other, boolean body) {
    return new OriginRequest(route, other, body, answerWithin);
  }

  /// Whether it may be made twice, and can be: its body is not kept.
  public boolean mayBeRepeated() {
    return head.isSafe() && !hasBody;
  }
}
