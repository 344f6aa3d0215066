package dev.weir.lab.traffic;

import java.util.List;
import java.util.Set;

/// The first member of a Cache-Status field (RFC 9211, The Cache-Status HTTP Response Header
/// Field): the cache nearest to the origin that says what it did.
///
/// @param cache the cache's name; empty when there is no such field
/// @param hit whether it answered without asking the origin for this request: from its store, or by
///   a fetch for another request that was under way (`collapsed`, section 2.6 there)
public record CacheStatus(String cache, boolean hit) {

  private static final Set<String> WITHOUT_ORIGIN = Set.of("hit", "collapsed", "collapsed=?1");

  /// Reads a field value; any text has a reading.
  public static CacheStatus of(String field) {
    String first = field.split(",", 2)[0];
    List<String> parts = List.of(first.split(";", -1));
    String cache = parts.getFirst().strip().replace("\"", "");
    boolean hit = parts.stream().skip(1).map(String::strip).anyMatch(WITHOUT_ORIGIN::contains);
    return new CacheStatus(cache, hit);
  }

  /// Whether any cache had a part in the response.
  public boolean present() {
    return !cache.isEmpty();
  }
}
