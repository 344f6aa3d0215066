package dev.weir.node.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What names were last found to be, each for as long as it is believed. Bounded. For any thread.
public final class NameCache {
  /// How many names are kept.
  public static final int NAMES_MAX = 65_536;

  /// That no server has told is believed no longer than this, so that one which is back is noticed
  /// (RFC 9520 §3.2 wants at least a second).
  static final Duration UNTOLD_MOST = Duration.ofSeconds(1);

  /// What is kept of a name.
  public record Kept(Lookup lookup, Instant until) {}

  private final Cache<String, Kept> names = Caffeine.newBuilder().maximumSize(NAMES_MAX).build();
  private final DnsSettings settings;

  /// An empty one that goes by these times.
  public NameCache(DnsSettings settings) {
    this.settings = settings;
  }

  /// What a name was found to be, if that is still believed.
  public Optional<Kept> find(String name, Instant now) {
    return Optional.ofNullable(names.getIfPresent(name)).filter(it -> now.isBefore(it.until()));
  }

  /// Keeps what was found.
  ///
  /// @param ttl the shortest that the answers said
  void keep(String name, Lookup lookup, Duration ttl, Instant now) {
    names.put(name, new Kept(lookup, now.plus(lifetime(lookup, ttl))));
  }

  private Duration lifetime(Lookup lookup, Duration ttl) {
    return switch (lookup) {
      case Lookup.Found _, Lookup.Rebound _ ->
          least(most(ttl, settings.ttlLeast()), settings.ttlMost());
      case Lookup.Absent _ -> settings.negative();
      case Lookup.Untold _ -> least(settings.negative(), UNTOLD_MOST);
    };
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration most(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// Forgets a name.
  public void forget(String name) {
    names.invalidate(name);
  }

  /// Forgets all.
  public void forgetAll() {
    names.invalidateAll();
  }

  /// How many are kept, those that are not believed any more included.
  public long count() {
    return names.estimatedSize();
  }
}
