package dev.weir.router.packet;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the packet path has done since the start.
///
/// Its threads write, any thread may read.
public final class PacketCounts {
  private static final int CACHES_MAX = 1024;

  private final LongAdder redirected = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder lostToCache = new LongAdder();
  private final LongAdder lostToNetwork = new LongAdder();
  private final Map<Verdict.Forward, LongAdder> forwarded = zeros(Verdict.Forward.class);
  private final Map<ReturnVerdict, LongAdder> returned = zeros(ReturnVerdict.class);
  private final List<ServiceTally> services;

  /// All zero, for so many services.
  public PacketCounts(int serviceCount) {
    this.services = Stream.generate(ServiceTally::new).limit(serviceCount).toList();
  }

  /// Packets sent to a cache.
  public long redirected() {
    return redirected.sum();
  }

  /// Packets of closed services that no cache took.
  public long dropped() {
    return dropped.sum();
  }

  /// Packets given back to the kernel to forward, by reason.
  public long forwarded(Verdict.Forward reason) {
    return of(forwarded, reason).sum();
  }

  /// Packets in GRE that came to us, by what became of them.
  public long returned(ReturnVerdict verdict) {
    return of(returned, verdict).sum();
  }

  /// Packets for a cache that the kernel refused to send: no route to it, or no buffer.
  public long lostToCache() {
    return lostToCache.sum();
  }

  /// Packets that the kernel refused to take back for forwarding.
  public long lostToNetwork() {
    return lostToNetwork.sum();
  }

  /// The packets of one service, by its place in the configuration.
  public ServiceTraffic service(int index) {
    return services.get(index).sum();
  }

  /// The packets of one service that were sent to each cache.
  public Map<InetAddress, Long> sentTo(int service) {
    return services.get(service).sentTo();
  }

  void countRedirected(int service, Inet4Address cache) {
    redirected.increment();
    services.get(service).countRedirected(cache);
  }

  void countDropped(int service) {
    dropped.increment();
    services.get(service).dropped.increment();
  }

  void countForwarded(Verdict.Forward reason) {
    of(forwarded, reason).increment();
  }

  void countSpared(Verdict.Spared spared) {
    countForwarded(spared.reason());
    ServiceTally tally = services.get(spared.service());
    if (spared.reason() == Verdict.Forward.REDIRECT_LIST) {
      tally.denied.increment();
    } else {
      tally.unassigned.increment();
    }
  }

  void countReturned(ReturnVerdict verdict) {
    of(returned, verdict).increment();
  }

  void countBypassed(int service) {
    countReturned(ReturnVerdict.FORWARDED);
    services.get(service).bypassed.increment();
  }

  void countLostToCache() {
    lostToCache.increment();
  }

  void countLostToNetwork() {
    lostToNetwork.increment();
  }

  private static <E extends Enum<E>> Map<E, LongAdder> zeros(Class<E> reasons) {
    var zeros = new EnumMap<E, LongAdder>(reasons);
    for (E reason : reasons.getEnumConstants()) {
      zeros.put(reason, new LongAdder());
    }
    return Collections.unmodifiableMap(zeros);
  }

  private static <E> LongAdder of(Map<E, LongAdder> counts, E reason) {
    return Objects.requireNonNull(counts.get(reason));
  }

  /// The counts of one service.
  private static final class ServiceTally {
    private final LongAdder redirected = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder unassigned = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder bypassed = new LongAdder();
    private final Map<Inet4Address, LongAdder> byCache = new ConcurrentHashMap<>();

    /// Allocates for a cache's first packet only. Caches beyond the bound have no count of their
    /// own: a service has 32 at a time, but addresses may come and go.
    void countRedirected(Inet4Address cache) {
      redirected.increment();
      LongAdder known = byCache.get(cache);
      if (known == null && byCache.size() < CACHES_MAX) {
        known = byCache.computeIfAbsent(cache, _ -> new LongAdder());
      }
      if (known != null) {
        known.increment();
      }
    }

    Map<InetAddress, Long> sentTo() {
      return byCache.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().sum()));
    }

    ServiceTraffic sum() {
      return new ServiceTraffic(
          redirected.sum(), denied.sum(), unassigned.sum(), dropped.sum(), bypassed.sum());
    }
  }
}
