package dev.weir.cache.store;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Invalidation;
import java.util.List;

/// What a response has made worthless wherever it is stored.
///
/// @param keys what is stored under them
/// @param groups what belongs to them
public record Worthless(List<CacheKey> keys, List<Purge> groups) {
  /// Nothing.
  public static final Worthless NOTHING = new Worthless(List.of(), List.of());

  /// Copies.
  public Worthless {
    keys = List.copyOf(keys);
    groups = List.copyOf(groups);
  }

  /// What the response to a request for a key makes worthless (RFC 9111 §4.4 Invalidating Stored
  /// Responses, RFC 9875 §3 The Cache-Group-Invalidation Response Header Field).
  public static Worthless of(CacheKey key, RequestHead request, ResponseHead response) {
    return new Worthless(
        Invalidation.of(key, request, response), CacheGroups.worthless(key, request, response));
  }

  /// Whether it is nothing.
  public boolean isEmpty() {
    return keys.isEmpty() && groups.isEmpty();
  }
}
