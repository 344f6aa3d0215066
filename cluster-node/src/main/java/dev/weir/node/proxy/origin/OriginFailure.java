package dev.weir.node.proxy.origin;

import dev.weir.node.bypass.sight.Sighting;
import io.netty.channel.ConnectTimeoutException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why an origin gave no whole response.
public enum OriginFailure {
  /// The connection was refused or the address could not be reached.
  UNREACHABLE(502),
  /// A router diverts our own connection back to us.
  REDIRECT_LOOP(508),
  /// The connection was not made in time.
  CONNECT_TIMEOUT(504),
  /// No response began in time.
  ANSWER_TIMEOUT(504),
  /// The connection ended before a response began.
  CLOSED(502),
  /// What came is no HTTP/1.x response that we would pass on.
  MALFORMED(502),
  /// More than [OriginExchange#INTERIM_MAX] interim responses.
  INTERIM_FLOOD(502),
  /// The connection ended inside the response, or its framing broke there.
  TRUNCATED(502),
  /// More came than the response and an end: nobody knows whose it is.
  OVERLONG(502),
  /// Nothing moved inside the exchange for too long.
  STALLED(504);

  private final int status;

  OriginFailure(int status) {
    this.status = status;
  }

  /// The status that tells a client, while no response has begun towards it.
  public int status() {
    return status;
  }

  /// Why a connection could not be made.
  public static OriginFailure ofConnecting(@Nullable Throwable why) {
    return switch (why) {
      case ConnectTimeoutException _ -> CONNECT_TIMEOUT;
      case LoopGuard.DivertedBack _ -> REDIRECT_LOOP;
      case null, default -> UNREACHABLE;
    };
  }

  /// Whether nothing was said to the origin, for there was no connection.
  public boolean isUnconnected() {
    return this == UNREACHABLE || this == CONNECT_TIMEOUT;
  }

  /// What it says about an origin that was asked by a route; empty when nothing. A connection under
  /// a client's address may fail for that address alone.
  public Optional<Sighting.Kind> sighting(OriginRoute route) {
    return switch (this) {
      case UNREACHABLE, CONNECT_TIMEOUT ->
          Optional.of(
              route.source().isPresent() ? Sighting.Kind.NO_ANSWER : Sighting.Kind.NO_CONNECTION);
      case ANSWER_TIMEOUT, CLOSED, MALFORMED -> Optional.of(Sighting.Kind.NO_ANSWER);
      case REDIRECT_LOOP, INTERIM_FLOOD, TRUNCATED, OVERLONG, STALLED -> Optional.empty();
    };
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
