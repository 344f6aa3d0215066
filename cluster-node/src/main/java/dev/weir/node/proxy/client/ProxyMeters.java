package dev.weir.node.proxy.client;

import dev.weir.node.life.MonotonicClock;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.http2.StreamFault;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.outcome.Following;
import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.tls.TlsEntrance;
import dev.weir.node.tally.Tally;
import dev.weir.node.telemetry.AccessMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The proxy's numbers, registered once so that counting needs no look-up. For any thread.
public final class ProxyMeters {
  /// Why a client connection was closed by us.
  public enum Closed {
    /// It came to one of our own addresses: nobody diverted it.
    OWN_ADDRESS,
    /// Its client is none of those for which the listener is.
    NOT_ADMITTED,
    /// Who it is of was to be said by the PROXY protocol, and was not.
    INTRODUCTION,
    /// There were too many.
    LIMIT,
    /// One client had too many.
    CLIENT_LIMIT,
    /// It had not asked yet, and there were too many such.
    HALF_OPEN,
    /// No request came in time.
    IDLE,
    /// A response could not be finished.
    ABORTED,
    /// Its client took a response too slowly.
    STALLED;

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// What a prober of the node's own address was told.
  public enum Probed {
    /// That the node does its work.
    READY,
    /// That it does not.
    NOT_READY,
    /// Nothing: it asked for something else.
    REFUSED;

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Duration EVENT_GAP = Duration.ofSeconds(1);

  private final EventLog events;
  private final Telemetry telemetry;
  private final Map<RequestResult, Counter> requests;
  private final Map<RequestResult, Timer> seconds;
  private final Map<RequestResult, Counter> octets;
  private final Map<Following, Counter> followed;
  private final Map<Refusal, Counter> refused;
  private final Map<Closed, Counter> closed;
  private final Map<Probed, Counter> probed;
  private final Map<TlsEntrance.Handshake, Counter> handshakes;
  private final Map<StreamFault, Counter> streamFaults;
  private final Map<HostVerdict, Counter> hostChecks;
  private final Map<OriginFailure, Counter> originFailures;
  private final Counter originOk;
  private final Counter accepted;
  private final Counter pacs;
  private final Tally tally = new Tally();
  private final AtomicInteger connections = new AtomicInteger();
  private final InstantSource clock = new MonotonicClock(Instant.EPOCH);
  private final RateLimit originGap = new RateLimit(EVENT_GAP);
  private final RateLimit differGap = new RateLimit(EVENT_GAP);
  private final RateLimit hostGap = new RateLimit(EVENT_GAP);

  /// Registers everything.
  public ProxyMeters(Telemetry telemetry, EventLog events) {
    this.events = events;
    this.telemetry = telemetry;
    requests =
        each(RequestResult.class, it -> telemetry.counter(NodeMetric.HTTP_REQUESTS, it.label()));
    seconds =
        each(
            RequestResult.class,
            it -> telemetry.timer(NodeMetric.HTTP_REQUEST_SECONDS, it.label()));
    octets =
        each(
            RequestResult.class,
            it -> telemetry.counter(NodeMetric.HTTP_RESPONSE_BYTES, it.label()));
    followed =
        each(Following.class, it -> telemetry.counter(NodeMetric.COLLAPSED_REQUESTS, it.label()));
    refused = each(Refusal.class, it -> telemetry.counter(NodeMetric.HTTP_REFUSED, it.label()));
    closed =
        each(Closed.class, it -> telemetry.counter(NodeMetric.HTTP_CONNECTIONS_CLOSED, it.label()));
    probed = each(Probed.class, it -> telemetry.counter(NodeMetric.HEALTH_PROBES, it.label()));
    handshakes =
        each(
            TlsEntrance.Handshake.class,
            it -> telemetry.counter(ReverseMetric.HANDSHAKES, it.label()));
    streamFaults =
        each(StreamFault.class, it -> telemetry.counter(ReverseMetric.STREAM_FAULTS, it.label()));
    hostChecks =
        each(HostVerdict.class, it -> telemetry.counter(NodeMetric.HOST_CHECK, it.label()));
    originFailures =
        each(OriginFailure.class, it -> telemetry.counter(NodeMetric.ORIGIN_FETCHES, it.label()));
    originOk = telemetry.counter(NodeMetric.ORIGIN_FETCHES, "ok");
    accepted = telemetry.counter(NodeMetric.HTTP_CONNECTIONS_ACCEPTED);
    pacs = telemetry.counter(NodeMetric.PAC_FILES);
    telemetry.gauge(NodeMetric.HTTP_CONNECTIONS, this::open);
  }

  /// The node's own address was probed.
  public void probed(Probed what) {
    count(probed, what);
  }

  /// A client's TLS handshake ended.
  public void handshake(TlsEntrance.Handshake how) {
    count(handshakes, how);
  }

  /// A stream of HTTP/2 was reset, or its connection ended, because of what came.
  public void streamFault(StreamFault fault) {
    count(streamFaults, fault);
  }

  /// A request has been answered, or broken off, after so many octets of a body.
  public void answered(RequestResult result, long durationNs, long bodyOctets) {
    count(requests, result);
    Counter given = octets.get(result);
    if (given != null) {
      given.increment((double) bodyOctets);
    }
    Timer timer = seconds.get(result);
    if (timer != null) {
      timer.record(durationNs, TimeUnit.NANOSECONDS);
    }
  }

  /// What is counted by requests, for people who look at the node.
  public Tally tally() {
    return tally;
  }

  /// A request found another's fetch.
  void followed(Following how) {
    count(followed, how);
  }

  /// A rule of the operator's has denied something.
  public void denied(String rule) {
    telemetry.counter(AccessMetric.DENIED, rule).increment();
  }

  /// A client was given the file that configures it.
  public void gavePac() {
    pacs.increment();
  }

  /// A request was refused.
  public void refused(Refusal refusal) {
    count(refused, refusal);
  }

  /// A client connection was closed by us.
  public void closed(Closed reason) {
    count(closed, reason);
  }

  /// A host was checked.
  public void hostChecked(HostVerdict verdict, String host, InetSocketAddress destination) {
    count(hostChecks, verdict);
    var suppressed = verdict.elsewhere() ? differGap.admit(clock.instant()) : OptionalLong.empty();
    if (suppressed.isPresent()) {
      events.record(
          NodeEvent.HOST_DIFFERS,
          "host",
          host,
          "destination",
          destination,
          "result",
          verdict.label(),
          "suppressed",
          suppressed.getAsLong());
    }
  }

  /// An origin answered to the end.
  public void fetched() {
    originOk.increment();
  }

  /// An origin did not. The event is said once a second at the most.
  public void fetchFailed(OriginFailure failure, InetSocketAddress origin) {
    count(originFailures, failure);
    var suppressed = originGap.admit(clock.instant());
    if (suppressed.isPresent()) {
      events.record(
          failure == OriginFailure.REDIRECT_LOOP
              ? NodeEvent.REDIRECT_LOOP
              : NodeEvent.ORIGIN_FAILED,
          "origin",
          origin.getAddress().getHostAddress() + ":" + origin.getPort(),
          "reason",
          failure.label(),
          "suppressed",
          suppressed.getAsLong());
    }
  }

  /// A name server gave no answer. The event is said once a second at the most.
  public void unresolved(String host, String why) {
    var suppressed = hostGap.admit(clock.instant());
    if (suppressed.isPresent()) {
      events.record(
          NodeEvent.HOST_UNRESOLVED,
          "host",
          host,
          "why",
          why,
          "suppressed",
          suppressed.getAsLong());
    }
  }

  /// A client connection was opened; how many there are now.
  public int opened() {
    accepted.increment();
    return connections.incrementAndGet();
  }

  /// Client connections that were opened so far.
  public long accepted() {
    return (long) accepted.count();
  }

  /// Open client connections.
  public int open() {
    return connections.get();
  }

  /// A client connection is gone.
  public void gone() {
    connections.decrementAndGet();
  }

  private static <K extends Enum<K>> void count(Map<K, Counter> counters, K label) {
    Counter counter = counters.get(label);
    if (counter != null) {
      counter.increment();
    }
  }

  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> type, Function<K, V> meter) {
    var meters = new EnumMap<K, V>(type);
    for (K constant : type.getEnumConstants()) {
      meters.put(constant, meter.apply(constant));
    }
    return meters;
  }
}
