package dev.weir.node.proxy.outcome;

import static java.util.stream.Collectors.toSet;

import dev.weir.cache.rule.Reuse;
import java.util.Arrays;
import java.util.Optional;

/// Our member of Cache-Status (RFC 9211 The Cache-Status HTTP Response Header Field). Pure.
final class CacheStatus {
  private CacheStatus() {}

  /// Served from the store: at once, after waiting for another request's fetch, or after the origin
  /// said 304.
  static String served(String cache, RequestResult how, Reuse.Cause cause) {
    return switch (how) {
      case REVALIDATED -> forwarded(cache, forward(cause)) + "; fwd-status=304";
      case COLLAPSED -> forwarded(cache, "uri-miss") + "; collapsed";
      case STALE -> cache + "; hit; detail=stale-while-revalidate";
      case HIT, MISS, PASS, RELAYED, PEER_HIT, ERROR -> cache + "; hit";
    };
  }

  /// Served from the store because the origin has failed (RFC 5861 §4).
  static String servedInstead(String cache) {
    return forwarded(cache, "stale") + "; detail=stale-if-error";
  }

  /// Where a response is kept on its way.
  enum Kept {
    /// Here.
    YES,
    /// Nowhere.
    NO,
    /// Perhaps at the node that owns it, whose own member says so.
    ELSEWHERE;

    static Kept of(boolean here, boolean relayed) {
      return here ? YES : relayed ? ELSEWHERE : NO;
    }
  }

  /// Served from the origin, or by the node that owns it.
  static String fetched(String cache, String forward, int status, Kept kept) {
    return forwarded(cache, forward)
        + "; fwd-status="
        + status
        + switch (kept) {
          case YES -> "; stored";
          case NO -> "";
          case ELSEWHERE -> "; detail=relay";
        };
  }

  /// Whether another node's member of an answer of this status says that its store had it: all but
  /// what it fetched. A 304 with a 304 behind it is the origin's.
  static boolean isFromStore(String member, int status) {
    var words = Arrays.stream(member.split(";", -1)).map(String::strip).collect(toSet());
    return words.contains("hit")
        || words.contains("collapsed")
        || words.contains("detail=stale-if-error")
        || (words.contains("fwd-status=304") && status != 304);
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
      case REQUEST_BODY, RULE -> "bypass";
      case REQUEST -> "request";
      case PARTIAL -> "partial";
      case NO_CACHE, STALE, OTHER_TENURE -> "stale";
    };
  }

  /// The same with the rule of the operator's that decided, where nothing else is said in detail.
  static String ruled(String status, Optional<String> rule) {
    return rule.isEmpty() || status.contains("; detail=")
        ? status
        : status + "; detail=rule-" + rule.get();
  }

  private static String forwarded(String cache, String forward) {
    return cache + "; fwd=" + forward;
  }
}
