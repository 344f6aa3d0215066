package dev.weir.node.reverse;

import dev.weir.node.proxy.tls.Shown;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The certificates of all sections: taken anew when their files change, and warned of before they
/// end. For any thread.
final class Certificates {
  private static final Duration WARNED_EVERY = Duration.ofDays(1);

  private final Map<String, Shown> bySite;
  private final EventLog events;
  private final InstantSource wallClock;
  private final Map<String, Instant> warned = new ConcurrentHashMap<>();

  Certificates(Map<String, Shown> bySite, EventLog events, InstantSource wallClock) {
    this.bySite = Map.copyOf(bySite);
    this.events = events;
    this.wallClock = wallClock;
  }

  /// The sites that have one.
  Set<String> sites() {
    return bySite.keySet();
  }

  /// Until that of a site ends; no number when it has none.
  double secondsLeft(String site) {
    Shown shown = bySite.get(site);
    return shown == null
        ? Double.NaN
        : Duration.between(wallClock.instant(), shown.certificate().expiry()).toSeconds();
  }

  /// Whether there are any.
  boolean isEmpty() {
    return bySite.isEmpty();
  }

  /// Reads all files again. It waits for the disk: not for an event loop.
  void reload() {
    Instant now = wallClock.instant();
    bySite.forEach((site, shown) -> {
      switch (shown.reload(now)) {
        case TAKEN -> {
          warned.remove(site);
          record(NodeEvent.CERTIFICATE_TAKEN, site, shown);
        }
        case REFUSED -> record(NodeEvent.CERTIFICATE_REFUSED, site, shown);
        case SAME -> {}
      }
      Instant last = warned.get(site);
      if (shown.certificate().endsSoon(now)
          && (last == null || !now.isBefore(last.plus(WARNED_EVERY)))) {
        warned.put(site, now);
        record(NodeEvent.CERTIFICATE_ENDS, site, shown);
      }
    });
  }

  private void record(NodeEvent event, String site, Shown shown) {
    events.record(event, "site", site, "ends", shown.certificate().expiry());
  }
}
