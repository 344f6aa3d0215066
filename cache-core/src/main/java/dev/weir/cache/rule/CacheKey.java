package dev.weir.cache.rule;

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

  /// The octets of the URL.
  public int octets() {
    return scheme.length() + 3 + authority.length() + target.length();
  }
}
