package dev.weir.router.packet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// What the packet path has done since the start.
///
/// One writer, the packet thread; any thread may read.
public final class PacketCounts {
  private final AtomicLong redirected = new AtomicLong();
  private final AtomicLong lostToCache = new AtomicLong();
  private final AtomicLong lostToNetwork = new AtomicLong();
  private final Map<Verdict.Forward, AtomicLong> forwarded;

  /// All zero.
  public PacketCounts() {
    var zeros = new EnumMap<Verdict.Forward, AtomicLong>(Verdict.Forward.class);
    for (Verdict.Forward reason : Verdict.Forward.values()) {
      zeros.put(reason, new AtomicLong());
    }
    this.forwarded = Collections.unmodifiableMap(zeros);
  }

  /// Packets sent to a cache.
  public long redirected() {
    return redirected.get();
  }

  /// Packets given back to the kernel to forward, by reason.
  public long forwarded(Verdict.Forward reason) {
    return of(reason).get();
  }

  /// Packets for a cache that the kernel refused to send: no route to it, or no buffer.
  public long lostToCache() {
    return lostToCache.get();
  }

  /// Packets that the kernel refused to take back for forwarding.
  public long lostToNetwork() {
    return lostToNetwork.get();
  }

  void countRedirected() {
    increment(redirected);
  }

  void countForwarded(Verdict.Forward reason) {
    increment(of(reason));
  }

  void countLostToCache() {
    increment(lostToCache);
  }

  void countLostToNetwork() {
    increment(lostToNetwork);
  }

  private AtomicLong of(Verdict.Forward reason) {
    return Objects.requireNonNull(forwarded.get(reason));
  }

  /// With one writer a plain read and an ordered write do; no locked instruction per packet.
  private static void increment(AtomicLong count) {
    count.setRelease(count.getPlain() + 1);
  }
}
