package dev.weir.cache.message;

/// What the caching rules need of a response: status and fields.
///
/// @param status 100 to 599
public record ResponseHead(int status, Fields fields) {
  /// Refuses a status that HTTP does not have.
  public ResponseHead {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status " + status);
    }
  }

  /// Whether it has a validator, so that it can be asked after later (RFC 9110 §8.8).
  public boolean hasValidator() {
    return fields.has("ETag") || fields.has("Last-Modified");
  }

  /// The same response with other fields.
  public ResponseHead withFields(Fields other) {
    return new ResponseHead(status, other);
  }
}
