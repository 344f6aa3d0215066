package dev.weir.cache.message;

/// What the caching rules need of a request: method, target (path and query) and fields.
public record RequestHead(String method, String target, Fields fields) {

  /// Whether the method is GET.
  public boolean isGet() {
    return method.equals("GET");
  }

  /// Whether the method is HEAD.
  public boolean isHead() {
    return method.equals("HEAD");
  }

  /// Whether the method is safe (RFC 9110 §9.2.1 Safe Methods). An unknown method is not.
  public boolean isSafe() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }

  /// Whether a body follows: a Content-Length other than 0, or any Transfer-Encoding.
  public boolean hasBody() {
    return fields.has("Transfer-Encoding")
        || fields.first("Content-Length").filter(length -> !length.equals("0")).isPresent();
  }

  /// Whether the target has a query component.
  public boolean hasQuery() {
    return target.indexOf('?') >= 0;
  }

  /// Whether it asks for a part, or only under a condition (RFC 9110 §13 and §14).
  public boolean isConditionalOrPartial() {
    return fields.has("If-None-Match")
        || fields.has("If-Modified-Since")
        || fields.has("If-Match")
        || fields.has("If-Unmodified-Since")
        || fields.has("If-Range")
        || fields.has("Range");
  }

  /// The same request with other fields.
  public RequestHead withFields(Fields other) {
    return new RequestHead(method, target, other);
  }
}
