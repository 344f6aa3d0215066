package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.ResponseHead;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// A client's own condition, evaluated against a stored response (RFC 9111 §4.3.2 Handling a
/// Received Validation Request).
public final class Precondition {
  private Precondition() {}

  /// Whether the client's copy is the stored one, so that 304 answers it. Only a stored 200 can be
  /// "not modified". If-None-Match beats If-Modified-Since (RFC 9110 §13.1.3).
  public static boolean notModified(Fields request, ResponseHead stored) {
    if (stored.status() != 200) {
      return false;
    }
    Optional<String> tags = request.combined("If-None-Match");
    if (tags.isPresent()) {
      return tags.get().equals("*")
          || stored
              .fields()
              .first("ETag")
              .filter(etag -> EntityTag.list(tags.get()).stream().anyMatch(equalTo(etag)))
              .isPresent();
    }
    Optional<Instant> since = HttpDate.in(request, "If-Modified-Since");
    // "the value of the Date field, or the time at which the response was received" in its place.
    Optional<Instant> modified =
        HttpDate.in(stored.fields(), "Last-Modified")
            .or(() -> HttpDate.in(stored.fields(), "Date"));
    return since.isPresent() && modified.isPresent() && !modified.get().isAfter(since.get());
  }

  /// Whether a Range may be answered with a part (RFC 9110 §13.1.5 If-Range): no condition, or one
  /// that names exactly the stored response by a strong validator.
  public static boolean rangeApplies(Fields request, ResponseHead stored) {
    Optional<String> condition = request.first("If-Range");
    if (condition.isEmpty()) {
      return true;
    }
    if (condition.get().startsWith("\"") || condition.get().startsWith("W/")) {
      return stored
          .fields()
          .first("ETag")
          .filter(etag -> EntityTag.stronglyEqual(etag, condition.get()))
          .isPresent();
    }
    // A date is weak unless it is known to be old enough; a whole answer is always right.
    return false;
  }

  private static Predicate<String> equalTo(String etag) {
    return tag -> EntityTag.weaklyEqual(tag, etag);
  }
}
