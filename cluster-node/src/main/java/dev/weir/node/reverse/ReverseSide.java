package dev.weir.node.reverse;

import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// What clients reach that come for the hosts for which this node stands, while the configuration
/// of them may change. Its changes belong to one thread.
public final class ReverseSide implements AutoCloseable {
  /// What it tells, and the time.
  public record Surroundings(
      Telemetry telemetry, EventLog events, InstantSource wallClock, InstantSource steadyClock) {}

  private final Surroundings around;
  private final Set<List<String>> measured = new HashSet<>();
  private volatile ReverseSites present;
  private Consumer<ReverseSites> beginning = _ -> {};

  private ReverseSide(Surroundings around, ReverseSites first) {
    this.around = around;
    this.present = first;
    measure();
  }

  /// That of these sections. Nothing is probed yet.
  ///
  /// @throws HostException when the JDK cannot use a certificate
  public static ReverseSide of(List<ReverseConfig> sections, Surroundings around)
      throws HostException {
    return new ReverseSide(around, ReverseSites.of(sections, around));
  }

  /// Listeners that are about to take the place of others.
  ///
  /// @param taken has them taken for the present ones, once they listen
  public record Next(List<Door> doors, Runnable taken) {}

  /// Those of other sections. Of their origins' health nothing is known yet.
  ///
  /// @throws HostException when the JDK cannot use a certificate
  public Next next(List<ReverseConfig> sections) throws HostException {
    ReverseSites next = ReverseSites.of(sections, around);
    return new Next(next.doors(), () -> become(next));
  }

  private void become(ReverseSites next) {
    ReverseSites before = present;
    present = next;
    before.close();
    measure();
    beginning.accept(next);
  }

  /// The present listeners.
  public List<Door> doors() {
    return present.doors();
  }

  /// Begins to probe, and to look whether certificates have changed.
  public void begin(EventLoopGroup threads, OpeningConnections opening) {
    beginning = sites -> sites.begin(threads, opening);
    beginning.accept(present);
  }

  /// A gauge is registered once; of what is no longer configured it is no number.
  private void measure() {
    for (ReversePlace place : present.places()) {
      for (var standing : place.origins().standings()) {
        String origin = ReversePlace.text(standing.origin().address());
        gauge(
            ReverseMetric.ORIGIN_HEALTHY,
            sites -> sites.health(place.name(), origin),
            place.name(),
            origin);
      }
    }
    for (String site : present.certificates().sites()) {
      gauge(
          ReverseMetric.CERTIFICATE_SECONDS, sites -> sites.certificates().secondsLeft(site), site);
    }
  }

  private void gauge(ReverseMetric row, ToDoubleFunction<ReverseSites> value, String... labels) {
    if (measured.add(List.of(labels))) {
      around.telemetry().gauge(row, () -> value.applyAsDouble(present), labels);
    }
  }

  /// The page `/v1/origins`.
  public Map<String, Object> page() {
    return present.page();
  }

  @Override
  public void close() {
    present.close();
  }
}
