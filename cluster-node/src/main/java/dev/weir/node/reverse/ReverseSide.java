package dev.weir.node.reverse;

import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.proxy.site.Prober;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What clients reach that come for the hosts for which this node stands: the listeners, and the
/// health of the origins behind them.
public final class ReverseSide implements AutoCloseable {
  private final List<ReversePlace> places;
  private final Runnable again;
  private final List<Prober> probers = new ArrayList<>();

  private ReverseSide(List<ReversePlace> places, Runnable again) {
    this.places = places;
    this.again = again;
  }

  /// That of these sections. Nothing is probed yet.
  public static ReverseSide of(
      List<ReverseConfig> sections,
      Telemetry telemetry,
      EventLog events,
      InstantSource steadyClock) {
    var places =
        sections.stream()
            .map(section -> ReversePlace.of(section, telemetry, events, steadyClock))
            .toList();
    return new ReverseSide(places, telemetry.counter(ReverseMetric.NEXT_ORIGIN)::increment);
  }

  /// Its listeners.
  public List<Door> doors() {
    var shared = new LinkedHashMap<ListenAddress, List<ReversePlace>>();
    for (ReversePlace place : places) {
      shared.computeIfAbsent(place.config().listen(), _ -> new ArrayList<>()).add(place);
    }
    var doors = new ArrayList<Door>();
    shared.forEach((listen, here) -> {
      var sites = ReversePlace.sites(here);
      doors.add(new Door(listen.socketAddress(), _ -> true, _ -> new Surrogate(sites, again)));
    });
    return List.copyOf(doors);
  }

  /// Begins to probe.
  public void begin(EventLoopGroup threads, OpeningConnections opening) {
    for (ReversePlace place : places) {
      place
          .question()
          .ifPresent(question ->
              probers.add(
                  Prober.begin((EventLoop) threads.next(), opening, place.origins(), question)));
    }
  }

  /// The page `/v1/origins`.
  public Map<String, Object> page() {
    return Map.of("sites", places.stream().map(ReversePlace::shown).toList());
  }

  @Override
  public void close() {
    probers.forEach(Prober::close);
  }
}
