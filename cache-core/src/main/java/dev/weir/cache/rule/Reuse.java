package dev.weir.cache.rule;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What to do with a request, given what is stored for it (RFC 9111 §4 Constructing Responses from
/// Caches).
public sealed interface Reuse {

  /// Answer with the stored response.
  record Serve(StoredResponse stored, Duration age) implements Reuse {}

  /// Ask the origin whether the stored response still holds.
  record Validate(StoredResponse stored, Cause cause) implements Reuse {}

  /// Answer with the stored response although its freshness has run out, and ask the origin
  /// meanwhile (RFC 5861 §3 The stale-while-revalidate Cache-Control Extension).
  record ServeStale(StoredResponse stored, Duration age) implements Reuse {}

  /// Ask the origin as if nothing were stored.
  record Fetch(Cause cause) implements Reuse {}

  /// Answer 504: nothing suitable is stored and the client wants nothing else (`only-if-cached`,
  /// RFC 9111 §5.2.1.7).
  record Decline() implements Reuse {}

  /// Why the stored response was not simply served.
  enum Cause {
    /// Nothing is stored under the key.
    URI_MISS,
    /// Something is stored, but its Vary does not match.
    VARY_MISS,
    /// Only GET and HEAD are answered from the cache.
    METHOD,
    /// The request has a body, which is no part of the key.
    REQUEST_BODY,
    /// The request says `no-cache`, or a bound on age or freshness that is not met.
    REQUEST,
    /// The response says `no-cache` (RFC 9111 §5.2.2.4).
    NO_CACHE,
    /// It is a part, and not the one that is asked for (RFC 9111 §3.3).
    PARTIAL,
    /// Its freshness has run out (RFC 9111 §4.2).
    STALE,
    /// It was stored under another tenure of its key: somebody else may have changed it since.
    OTHER_TENURE,
    /// A rule of the operator's keeps it out of the store.
    RULE
  }

  /// Decides for a request. `known` says whether any variant is stored under the key; what is of
  /// another tenure than the present one is not served unvalidated; 0: nobody counts.
  static Reuse of(
      RequestHead request,
      boolean known,
      Optional<StoredResponse> selected,
      long tenure,
      Instant now) {
    if (!request.isGet() && !request.isHead()) {
      return new Fetch(Cause.METHOD);
    }
    if (request.hasBody()) {
      return new Fetch(Cause.REQUEST_BODY);
    }
    CacheControl asked = CacheControl.of(request.fields());
    Reuse reuse =
        selected
            .map(stored ->
                tenure != 0 && stored.tenure() != tenure
                    ? again(stored, Cause.OTHER_TENURE)
                    : ofStored(request.fields(), asked, stored, now))
            .orElseGet(() -> new Fetch(known ? Cause.VARY_MISS : Cause.URI_MISS));
    boolean asks = reuse instanceof Validate || reuse instanceof Fetch;
    return asked.has("only-if-cached") && asks ? new Decline() : reuse;
  }

  private static Reuse ofStored(
      Fields request, CacheControl asked, StoredResponse stored, Instant now) {
    // Pragma: no-cache counts when there is no Cache-Control (RFC 9111 §5.4).
    boolean pragma = !request.has("Cache-Control") && request.tokens("Pragma").contains("no-cache");
    if (asked.has("no-cache") || pragma) {
      return again(stored, Cause.REQUEST);
    }
    if (!covers(stored, request)) {
      return new Fetch(Cause.PARTIAL);
    }
    if (stored.control().hasWhole("no-cache")) {
      return again(stored, Cause.NO_CACHE);
    }
    Duration age = stored.freshness().age(now);
    if (asked.seconds("max-age").filter(max -> age.compareTo(max) > 0).isPresent()) {
      return again(stored, Cause.REQUEST);
    }
    Duration remaining = stored.freshness().remaining(now);
    if (asked.seconds("min-fresh").filter(min -> remaining.compareTo(min) < 0).isPresent()) {
      return again(stored, Cause.REQUEST);
    }
    if (stored.freshness().freshAt(now) || staleAllowed(asked, stored, remaining.negated())) {
      return new Serve(stored, age);
    }
    Duration stale = remaining.negated();
    return StaleUse.whileRevalidating(stored.control(), stale)
        ? new ServeStale(stored, age)
        : again(stored, Cause.STALE);
  }

  /// Whether all that is asked for is stored: a part answers for itself alone.
  static boolean covers(StoredResponse stored, Fields request) {
    return stored
        .part()
        .filter(it ->
            !it.has(ByteRange.of(request, it.total()))
                || !Precondition.rangeApplies(request, stored.head()))
        .isEmpty();
  }

  /// `max-stale` (RFC 9111 §5.2.1.2), unless the response forbids it (RFC 9111 §4.2.4).
  private static boolean staleAllowed(CacheControl asked, StoredResponse stored, Duration stale) {
    if (!asked.has("max-stale") || StaleUse.forbidden(stored.control())) {
      return false;
    }
    String limit = asked.directives().getOrDefault("max-stale", "");
    return limit.isEmpty()
        || asked.seconds("max-stale").filter(max -> stale.compareTo(max) <= 0).isPresent();
  }

  private static Reuse again(StoredResponse stored, Cause cause) {
    return stored.head().hasValidator() && stored.part().isEmpty()
        ? new Validate(stored, cause)
        : new Fetch(cause);
  }
}
