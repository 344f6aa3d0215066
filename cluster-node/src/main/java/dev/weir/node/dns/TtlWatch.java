package dev.weir.node.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.NoopDnsCache;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hears the lifetimes of answers, which the resolver tells its cache alone; it keeps nothing else.
/// Confined to the loop of the resolver.
final class TtlWatch implements DnsCache {
  private static final int NAMES_MAX = 4_096;

  private final Map<String, Long> shortest = new HashMap<>();

  /// The shortest lifetime that was heard for a name, which is forgotten.
  Duration take(String name) {
    Long seconds = shortest.remove(name);
    return Duration.ofSeconds(seconds == null ? 0 : seconds);
  }

  @Override
  public void clear() {
    shortest.clear();
  }

  @Override
  public boolean clear(String name) {
    return shortest.remove(plain(name)) != null;
  }

  @Override
  public List<? extends DnsCacheEntry> get(String name, DnsRecord @Nullable [] additionals) {
    return NoopDnsCache.INSTANCE.get(name, additionals);
  }

  @Override
  public DnsCacheEntry cache(
      String name,
      DnsRecord @Nullable [] additionals,
      InetAddress address,
      long ttlSeconds,
      EventLoop loop) {
    if (shortest.size() < NAMES_MAX) {
      shortest.merge(plain(name), ttlSeconds, Math::min);
    }
    return NoopDnsCache.INSTANCE.cache(name, additionals, address, ttlSeconds, loop);
  }

  @Override
  public DnsCacheEntry cache(
      String name, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
    return NoopDnsCache.INSTANCE.cache(name, additionals, cause, loop);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
