package dev.weir.cache.rule;

import java.util.Optional;

/// What a stored response is found by: scheme, authority, and the exact path and query.
///
/// The target's octets are those sent to the origin, without any normalisation: two targets that
/// differ anywhere are two keys. RFC 9111 §2 (Overview of Cache Operation).
///
/// @param authority lower case, without the scheme's default port
public record CacheKey(String scheme, String authority, String target) {

  /// The key as a URL: `http://host/path?query`.
  public String url() {
    return scheme + "://" + authority + target;
  }

  /// The key that a reference in a message of this one names; empty where that is of another
  /// authority, or no path from the root on.
  Optional<CacheKey> resolved(String reference) {
    String origin = scheme + "://" + authority;
    String named = reference.startsWith(origin) ? reference.substring(origin.length()) : reference;
    int fragment = named.indexOf('#');
    if (fragment >= 0) {
      named = named.substring(0, fragment);
    }
    return named.startsWith("/") && !named.startsWith("//")
        ? Optional.of(new CacheKey(scheme, authority, named))
        : Optional.empty();
  }

  /// The octets of the URL.
  public int octets() {
    return scheme.length() + 3 + authority.length() + target.length();
  }
}
