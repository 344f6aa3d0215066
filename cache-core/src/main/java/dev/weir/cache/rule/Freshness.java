package dev.weir.cache.rule;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.DeltaSeconds;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a response is fresh and how old it was when it came (RFC 9111 §4.2 Freshness).
///
/// @param lifetime how long it is fresh, counted from its generation at the origin; never negative
/// @param ageOnArrival corrected_initial_age
/// @param received when its head came, by the steady clock, which is that of every `now` here
public record Freshness(Source source, Duration lifetime, Duration ageOnArrival, Instant received) {
  /// The longest lifetime guessed from Last-Modified.
  public static final Duration HEURISTIC_MAX = Duration.ofHours(1);

  /// The same for an error.
  public static final Duration HEURISTIC_ERROR_MAX = Duration.ofSeconds(10);

  /// Which rule gave the lifetime, in the order in which they are tried.
  public enum Source {
    /// `s-maxage` (RFC 9111 §5.2.2.10).
    S_MAXAGE,
    /// `max-age` (RFC 9111 §5.2.2.1).
    MAX_AGE,
    /// Expires minus Date (RFC 9111 §5.3).
    EXPIRES,
    /// A tenth of the time since Last-Modified (RFC 9111 §4.2.2 Calculating Heuristic Freshness).
    HEURISTIC,
    /// Nothing says so: stale from the beginning.
    NONE
  }

  /// The freshness of a response to a request.
  public static Freshness of(RequestHead request, ResponseHead response, Arrival arrival) {
    Duration age = ageOnArrival(response, arrival);
    CacheControl control = CacheControl.ofResponse(response.fields());
    Optional<Duration> shared = control.seconds("s-maxage");
    if (shared.isPresent()) {
      return new Freshness(Source.S_MAXAGE, shared.get(), age, arrival.received());
    }
    Optional<Duration> anyone = control.seconds("max-age");
    if (anyone.isPresent()) {
      return new Freshness(Source.MAX_AGE, anyone.get(), age, arrival.received());
    }
    Instant date = HttpDate.in(response.fields(), "Date").orElse(arrival.wall());
    if (response.fields().has("Expires") && !control.targeted()) {
      // "a cache recipient MUST interpret invalid date formats ... as representing a time in the
      // past (i.e., 'already expired')"
      Instant expires = HttpDate.in(response.fields(), "Expires").orElse(date);
      Duration lifetime = notNegative(Duration.between(date, expires));
      return new Freshness(Source.EXPIRES, lifetime, age, arrival.received());
    }
    Duration guess = heuristic(request, response, control, date);
    return new Freshness(
        guess.isZero() ? Source.NONE : Source.HEURISTIC, guess, age, arrival.received());
  }

  /// The current age (RFC 9111 §4.2.3 Calculating Age).
  public Duration age(Instant now) {
    return ageOnArrival.plus(notNegative(Duration.between(received, now)));
  }

  /// How long it stays fresh; negative for how long it has been stale.
  public Duration remaining(Instant now) {
    return lifetime.minus(age(now));
  }

  /// Whether it is fresh: "response_is_fresh = (freshness_lifetime > current_age)".
  public boolean freshAt(Instant now) {
    return lifetime.compareTo(age(now)) > 0;
  }

  /// Whether the origin gave the lifetime itself.
  public boolean isExplicit() {
    return source == Source.S_MAXAGE || source == Source.MAX_AGE || source == Source.EXPIRES;
  }

  private static Duration ageOnArrival(ResponseHead response, Arrival arrival) {
    Duration apparent =
        HttpDate.in(response.fields(), "Date")
            .map(date -> notNegative(Duration.between(date, arrival.wall())))
            .orElse(Duration.ZERO);
    Duration stated =
        response.fields().first("Age").flatMap(Freshness::firstOf).orElse(Duration.ZERO);
    Duration delay = notNegative(Duration.between(arrival.requested(), arrival.received()));
    Duration corrected = stated.plus(delay);
    return apparent.compareTo(corrected) > 0 ? apparent : corrected;
  }

  /// Of several values the first counts (RFC 9111 §5.1 Age).
  private static Optional<Duration> firstOf(String age) {
    int comma = age.indexOf(',');
    return DeltaSeconds.parse((comma < 0 ? age : age.substring(0, comma)).strip());
  }

  /// Only with Last-Modified, never for a query or a request with cookies, at most
  /// [#HEURISTIC_MAX]; for an error [#HEURISTIC_ERROR_MAX], so that one that somebody provoked is
  /// not kept for all.
  private static Duration heuristic(
      RequestHead request, ResponseHead response, CacheControl control, Instant date) {
    boolean may = mayGuess(response.status()) || control.has("public");
    if (request.hasQuery() || request.fields().has("Cookie") || !may) {
      return Duration.ZERO;
    }
    Duration tenth =
        HttpDate.in(response.fields(), "Last-Modified")
            .map(modified -> notNegative(Duration.between(modified, date)).dividedBy(10))
            .orElse(Duration.ZERO);
    Duration most = response.status() < 400 ? HEURISTIC_MAX : HEURISTIC_ERROR_MAX;
    return tenth.compareTo(most) > 0 ? most : tenth;
  }

  /// The heuristically cacheable codes (RFC 9110 §15.1 Overview of Status Codes).
  private static boolean mayGuess(int status) {
    return switch (status) {
      case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
