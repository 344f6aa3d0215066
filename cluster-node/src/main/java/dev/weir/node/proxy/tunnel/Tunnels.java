package dev.weir.node.proxy.tunnel;

import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Splice;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all tunnels of a node have in common: their bounds and their numbers. For any thread.
public final class Tunnels {
  /// What is bounded.
  ///
  /// @param max tunnels at a time
  /// @param perClientMax of one client
  /// @param idle how long nothing may pass in either direction
  public record Limits(int max, int perClientMax, Duration idle) {
    /// The bounds unless said otherwise.
    public static final Limits DEFAULTS = new Limits(10_000, 256, Duration.ofMinutes(15));
  }

  private final Supplier<Limits> limits;
  private final Quota open;
  private final Map<TunnelKind, Counter> begun = new EnumMap<>(TunnelKind.class);
  private final Map<TunnelKind, Counter> refused = new EnumMap<>(TunnelKind.class);
  private final Map<Splice.End, Counter> ended = new EnumMap<>(Splice.End.class);
  private final Counter onward;
  private final Counter back;

  /// Those of a node, none yet.
  public Tunnels(Supplier<Limits> limits, Telemetry telemetry) {
    this.limits = limits;
    this.open = new Quota(() -> limits.get().max(), () -> limits.get().perClientMax());
    telemetry.gauge(NodeMetric.TUNNELS, open::used);
    for (TunnelKind kind : TunnelKind.values()) {
      begun.put(kind, telemetry.counter(NodeMetric.TUNNELS_BEGUN, kind.label()));
      refused.put(kind, telemetry.counter(NodeMetric.TUNNELS_FULL, kind.label()));
    }
    for (Splice.End why : Splice.End.values()) {
      ended.put(why, telemetry.counter(NodeMetric.TUNNELS_ENDED, why.label()));
    }
    onward = telemetry.counter(NodeMetric.TUNNEL_BYTES, "to-origin");
    back = telemetry.counter(NodeMetric.TUNNEL_BYTES, "to-client");
  }

  /// Room for a tunnel of a client, which is its own until it has ended or was given up; empty when
  /// there are too many.
  ///
  /// @param account gets the line in the log
  public Optional<Tunnel> room(TunnelKind kind, InetAddress client, Account account) {
    if (!open.take(client)) {
      add(refused.get(kind), 1);
      return Optional.empty();
    }
    return Optional.of(new Tunnel(this, kind, client, account));
  }

  Duration idle() {
    return limits.get().idle();
  }

  void begun(TunnelKind kind) {
    add(begun.get(kind), 1);
  }

  void onward(int octets) {
    onward.increment(octets);
  }

  void back(int octets) {
    back.increment(octets);
  }

  void ended(Splice.End why) {
    add(ended.get(why), 1);
  }

  void giveBack(InetAddress client) {
    open.giveBack(client);
  }

  private static void add(@Nullable Counter counter, int count) {
    if (counter != null) {
      counter.increment(count);
    }
  }
}
