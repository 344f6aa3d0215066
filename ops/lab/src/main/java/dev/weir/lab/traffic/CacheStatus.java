package dev.weir.lab.traffic;

import java.util.List;

/// The first member of a Cache-Status field (RFC 9211, The Cache-Status HTTP Response Header
/// Field): the cache nearest to the origin that says what it did.
///
/// @param cache the cache's name; empty when there is no such field
/// @param hit whether it answered from its store, without the origin
public record CacheStatus(String cache, boolean hit) {

  /// Reads a field value; any text has a reading.
  public static CacheStatus of(String field) {
    String first = field.split(",", 2)[0];
    List<String> parts = List.of(first.split(";", -1));
    String cache = parts.getFirst().strip().replace("\"", "");
    boolean hit = parts.stream().skip(1).anyMatch(part -> part.strip().equals("hit"));
    return new CacheStatus(cache, hit);
  }

  /// Whether any cache had a part in the response.
  public boolean present() {
    return !cache.isEmpty();
  }
}
