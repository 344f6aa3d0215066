package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.ByteRange;
import dev.weir.cache.rule.Extent;
import dev.weir.cache.rule.Precondition;
import dev.weir.cache.rule.StoredResponse;
import java.time.Duration;
import java.util.Set;

/// What a stored response answers to one request: the head, and which part of the body. Pure.
///
/// @param first the position, in what is stored of the body, of the first octet to send
/// @param end the position after the last; equal to `first` if there is no body to send
record StoredAnswer(ResponseHead head, long first, long end) {
  /// The fields of a 304 (RFC 9110 §15.4.5): what the same request would have got, without what
  /// describes a body that is not sent.
  private static final Set<String> NOT_IN_304 =
      Set.of("content-length", "content-type", "content-encoding", "content-language");

  /// What is said anew of each answer.
  private static final Set<String> OF_WHOLE = Set.of("content-length", "age");

  private static final Set<String> OF_PART = Set.of("content-length", "age", "content-range");

  /// The answer to a request that selected `stored`, at its present age.
  static StoredAnswer of(RequestHead request, StoredResponse stored, Duration age) {
    ResponseHead head = stored.head();
    Fields fields =
        head.fields()
            .without(stored.part().isPresent() ? OF_PART : OF_WHOLE)
            .plus("Age", Long.toString(age.toSeconds()));
    if (Precondition.notModified(request.fields(), head)) {
      return new StoredAnswer(new ResponseHead(304, fields.without(NOT_IN_304)), 0, 0);
    }
    long length = stored.length();
    long offset = stored.part().map(Extent::first).orElse(0L);
    boolean ranged = head.status() == 200 || head.status() == 206;
    ByteRange range =
        request.isGet() && ranged && Precondition.rangeApplies(request.fields(), head)
            ? ByteRange.of(request.fields(), length)
            : new ByteRange.Whole();
    return switch (range) {
      case ByteRange.Whole() -> whole(request, head.status(), fields, length);
      case ByteRange.Part(long first, long last) ->
          new StoredAnswer(
              new ResponseHead(
                  206,
                  fields
                      .with("Content-Range", "bytes " + first + "-" + last + "/" + length)
                      .plus("Content-Length", Long.toString(last - first + 1))),
              first - offset,
              last + 1 - offset);
      case ByteRange.Unsatisfiable() ->
          new StoredAnswer(
              new ResponseHead(
                  416,
                  fields
                      .without(NOT_IN_304)
                      .with("Content-Range", "bytes */" + length)
                      .plus("Content-Length", "0")),
              0,
              0);
    };
  }

  private static StoredAnswer whole(RequestHead request, int status, Fields fields, long length) {
    Fields framed = status == 204 ? fields : fields.plus("Content-Length", Long.toString(length));
    return new StoredAnswer(new ResponseHead(status, framed), 0, request.isHead() ? 0 : length);
  }
}
