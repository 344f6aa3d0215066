package dev.weir.cache.rule;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.util.LinkedHashSet;
import java.util.List;

/// What an unsafe request makes worthless (RFC 9111 §4.4 Invalidating Stored Responses).
public final class Invalidation {
  private Invalidation() {}

  /// The keys to drop: the target's, and those that Location and Content-Location name on the same
  /// authority. None after a safe method or an error.
  public static List<CacheKey> of(CacheKey key, RequestHead request, ResponseHead response) {
    boolean succeeded = response.status() >= 200 && response.status() < 400;
    if (request.isSafe() || !succeeded) {
      return List.of();
    }
    var keys = new LinkedHashSet<CacheKey>();
    keys.add(key);
    for (String name : List.of("Location", "Content-Location")) {
      response.fields().first(name).flatMap(key::resolved).ifPresent(keys::add);
    }
    return List.copyOf(keys);
  }
}
