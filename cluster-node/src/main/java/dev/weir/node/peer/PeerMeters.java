package dev.weir.node.peer;

import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The numbers of the link between nodes, registered once so that counting needs no look-up. For
/// any thread.
public final class PeerMeters {
  private final Map<PeerKind, Map<PeerResult, Counter>> asked = new EnumMap<>(PeerKind.class);
  private final Map<PeerKind, Counter> served = new EnumMap<>(PeerKind.class);
  private final Map<PeerDrop, Counter> dropped = new EnumMap<>(PeerDrop.class);
  private final Counter fenced;
  private final Counter strangers;
  private final Timer relays;
  private final AtomicInteger calling = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();

  /// Registers everything.
  public PeerMeters(Telemetry telemetry) {
    for (PeerKind kind : PeerKind.values()) {
      var results = new EnumMap<PeerResult, Counter>(PeerResult.class);
      for (PeerResult result : PeerResult.values()) {
        results.put(
            result, telemetry.counter(NodeMetric.PEER_REQUESTS, kind.label(), result.label()));
      }
      asked.put(kind, results);
      served.put(kind, telemetry.counter(NodeMetric.PEER_SERVED, kind.label()));
    }
    for (PeerDrop drop : PeerDrop.values()) {
      dropped.put(drop, telemetry.counter(NodeMetric.PEER_REFUSED, drop.label()));
    }
    fenced = telemetry.counter(NodeMetric.PEER_FENCED);
    strangers = telemetry.counter(NodeMetric.PEER_HANDSHAKES_FAILED);
    relays = telemetry.timer(NodeMetric.RELAY_SECONDS);
    telemetry.gauge(NodeMetric.PEER_CONNECTIONS, calling::get, "out");
    telemetry.gauge(NodeMetric.PEER_CONNECTIONS, accepted::get, "in");
  }

  /// Another node was asked.
  public void asked(PeerKind kind, PeerResult result) {
    var results = asked.get(kind);
    if (results != null) {
      count(results, result);
    }
  }

  /// The head of a relayed answer has come, so long after it was asked for.
  public void relayed(long durationNs) {
    relays.record(durationNs, TimeUnit.NANOSECONDS);
  }

  /// Another node has asked, and is answered.
  public void served(PeerKind kind) {
    count(served, kind);
  }

  /// Another node has asked what is not carried out.
  public void dropped(PeerDrop why) {
    count(dropped, why);
  }

  /// Another node has asked by an epoch that is not ours.
  public void fenced() {
    fenced.increment();
  }

  /// A handshake has failed.
  public void stranger() {
    strangers.increment();
  }

  /// A connection to another node is opened.
  public void opened() {
    calling.incrementAndGet();
  }

  /// It is closed.
  public void closed() {
    calling.decrementAndGet();
  }

  /// A connection of another node was accepted; how many there are now.
  int arrived() {
    return accepted.incrementAndGet();
  }

  /// It is gone.
  void gone() {
    accepted.decrementAndGet();
  }

  private static <K extends Enum<K>> void count(Map<K, Counter> counters, K label) {
    Counter counter = counters.get(label);
    if (counter != null) {
      counter.increment();
    }
  }
}
