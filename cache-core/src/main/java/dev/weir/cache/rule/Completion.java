package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.util.Optional;
import java.util.Set;

/// Asking for what a stored part lacks, so that both are the whole (RFC 9111 §3.3 Storing
/// Incomplete Responses, §3.4 Combining Partial Content).
public final class Completion {
  private Completion() {}

  /// Whether what is stored begins the whole that a request is for, and has a strong validator.
  public static boolean helps(RequestHead request, StoredResponse stored) {
    return request.isGet()
        && !request.isConditionalOrPartial()
        && stored.part().filter(part -> part.first() == 0).isPresent()
        && tag(stored).isPresent();
  }

  /// The request's fields with a question for the rest; if the whole has changed, for all of it
  /// (RFC 9110 §13.1.5 If-Range).
  public static Fields asking(Fields request, StoredResponse stored) {
    return request
        .with("Range", "bytes=" + stored.body().length() + "-")
        .with("If-Range", tag(stored).orElseThrow());
  }

  /// The head of the whole, if an answer is the rest of what is stored, and of no other whole.
  public static Optional<ResponseHead> whole(ResponseHead answer, StoredResponse stored) {
    long length = stored.length();
    boolean rest =
        answer.status() == 206
            && Extent.claimed(answer.fields())
                .filter(new Extent(stored.body().length(), length - 1, length)::equals)
                .isPresent()
            && answer
                .fields()
                .first("ETag")
                .filter(tag -> EntityTag.stronglyEqual(tag, tag(stored).orElse("")))
                .isPresent();
    if (!rest) {
      return Optional.empty();
    }
    Fields fields =
        Validation.updated(stored.head(), answer)
            .fields()
            .without(Set.of("content-range", "content-length"))
            .plus("Content-Length", Long.toString(length));
    return Optional.of(new ResponseHead(200, fields));
  }

  private static Optional<String> tag(StoredResponse stored) {
    return stored.head().fields().first("ETag").filter(tag -> EntityTag.stronglyEqual(tag, tag));
  }
}
