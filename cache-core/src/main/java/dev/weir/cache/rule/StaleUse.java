package dev.weir.cache.rule;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a response whose freshness has run out may still be served (RFC 9111 §4.2.4 Serving Stale
/// Responses, RFC 5861).
public final class StaleUse {
  /// How stale a response may be that is served because its origin cannot be reached, unless it
  /// says otherwise itself.
  public static final Duration DISCONNECTED_MAX = Duration.ofDays(1);

  private StaleUse() {}

  /// How an origin failed.
  public enum Failure {
    /// There was no response, or none that is one.
    DISCONNECTED,
    /// It said 500, 502, 503 or 504.
    ERROR;

    /// Whether a status is one of those.
    public static boolean isError(int status) {
      return status == 500 || status == 502 || status == 503 || status == 504;
    }
  }

  /// Whether a response stored under a tenure may be served in place of what its origin failed to
  /// give. An error page needs leave by `stale-if-error`, of response or request (RFC 5861 §4).
  public static boolean instead(
      RequestHead request, StoredResponse stored, long tenure, Failure failure, Instant now) {
    CacheControl asked = CacheControl.of(request.fields());
    CacheControl control = stored.control();
    if (!stored.isOf(tenure)
        || !Reuse.covers(stored, request.fields())
        || forbidden(control)
        || asked.has("no-cache")
        || asked.has("max-age")
        || asked.has("min-fresh")) {
      return false;
    }
    Duration stale = stored.freshness().remaining(now).negated();
    var leave = control.seconds("stale-if-error").or(() -> asked.seconds("stale-if-error"));
    return leave
        .or(() -> failure == Failure.ERROR ? Optional.empty() : Optional.of(DISCONNECTED_MAX))
        .filter(most -> stale.compareTo(most) <= 0)
        .isPresent();
  }

  /// Whether it may be served so long after its freshness has run out, while it is revalidated.
  static boolean whileRevalidating(CacheControl control, Duration stale) {
    return !forbidden(control)
        && control
            .seconds("stale-while-revalidate")
            .filter(most -> stale.compareTo(most) <= 0)
            .isPresent();
  }

  /// Whether it may never be served stale: "an explicit in-protocol directive" (RFC 9111 §4.2.4).
  static boolean forbidden(CacheControl control) {
    return control.has("must-revalidate")
        || control.has("proxy-revalidate")
        || control.has("s-maxage")
        || control.hasWhole("no-cache");
  }
}
