package dev.weir.cache.rule;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
      response.fields().first(name).ifPresent(reference -> addSameAuthority(key, reference, keys));
    }
    return List.copyOf(keys);
  }

  private static void addSameAuthority(CacheKey key, String reference, Set<CacheKey> to) {
    String origin = key.scheme() + "://" + key.authority();
    String target = reference.startsWith(origin) ? reference.substring(origin.length()) : reference;
    int fragment = target.indexOf('#');
    if (fragment >= 0) {
      target = target.substring(0, fragment);
    }
    if (target.startsWith("/") && !target.startsWith("//")) {
      to.add(new CacheKey(key.scheme(), key.authority(), target));
    }
  }
}
