package dev.weir.node.proxy.client;

import dev.weir.cache.rule.Reuse;
import java.util.Locale;

/// Our member of Cache-Status (RFC 9211 The Cache-Status HTTP Response Header Field). Pure.
final class CacheStatus {
  private CacheStatus() {}

  /// Served from the store without asking anybody.
  static String hit(String cache) {
    return cache + "; hit";
  }

  /// Served from the store after waiting for another request's fetch.
  static String collapsed(String cache) {
    return cache + "; fwd=uri-miss; collapsed";
  }

  /// Served from the store after the origin said 304.
  static String revalidated(String cache, Reuse.Cause cause) {
    return forwarded(cache, forward(cause)) + "; fwd-status=304";
  }

  /// Served from the origin.
  static String fetched(String cache, String forward, int status, boolean stored) {
    return forwarded(cache, forward) + "; fwd-status=" + status + (stored ? "; stored" : "");
  }

  /// Not served.
  static String failed(String cache, String forward, String detail) {
    return forwarded(cache, forward) + "; detail=" + detail;
  }

  /// The reason in the words of RFC 9211 §2.2.
  static String forward(Reuse.Cause cause) {
    return switch (cause) {
      case URI_MISS -> "uri-miss";
      case VARY_MISS -> "vary-miss";
      case METHOD -> "method";
      case REQUEST_BODY -> "bypass";
      case REQUEST -> "request";
      case NO_CACHE, STALE -> "stale";
    };
  }

  private static String forwarded(String cache, String forward) {
    return cache + "; fwd=" + forward.toLowerCase(Locale.ROOT);
  }
}
