package dev.weir.node.proxy.sni;

import dev.weir.node.proxy.host.TopHosts;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was seen of diverted TLS connections: numbers by verdict, and the names met most often. For
/// any thread.
public final class TlsMeters {
  private final Map<TlsVerdict, Counter> verdicts = new EnumMap<>(TlsVerdict.class);
  private final Counter http2;
  private final Counter http1;
  private final Counter otherProtocol;
  private final Counter encrypted;
  private final TopHosts names = new TopHosts();

  /// Registers everything.
  public TlsMeters(Telemetry telemetry) {
    for (TlsVerdict verdict : TlsVerdict.values()) {
      verdicts.put(verdict, telemetry.counter(NodeMetric.TLS_CONNECTIONS, verdict.label()));
    }
    http2 = telemetry.counter(NodeMetric.TLS_HELLOS, "h2");
    http1 = telemetry.counter(NodeMetric.TLS_HELLOS, "http/1.1");
    otherProtocol = telemetry.counter(NodeMetric.TLS_HELLOS, "other");
    encrypted = telemetry.counter(NodeMetric.TLS_ENCRYPTED_HELLOS);
  }

  void judged(ClientHello hello, TlsVerdict verdict, InetSocketAddress destination) {
    @Nullable Counter counter = verdicts.get(verdict);
    if (counter != null) {
      counter.increment();
    }
    if (hello instanceof ClientHello.Whole whole) {
      protocol(whole.protocols()).increment();
      if (whole.encrypted()) {
        encrypted.increment();
      }
      whole.name().ifPresent(name -> names.count(name, destination, verdict.label()));
    }
  }

  private Counter protocol(List<String> offered) {
    if (offered.contains("h2")) {
      return http2;
    }
    return offered.isEmpty() || offered.contains("http/1.1") ? http1 : otherProtocol;
  }

  /// The names met most often.
  public TopHosts names() {
    return names;
  }
}
