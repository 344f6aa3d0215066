package dev.weir.node.reverse;

import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.reverse.TlsConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.site.Prober;
import dev.weir.node.proxy.tls.Shown;
import dev.weir.node.proxy.tls.TlsSections;
import dev.weir.node.telemetry.ReverseMetric;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;

/// The hosts for which this node stands, as one configuration says it: their listeners, their
/// certificates and the health of the origins behind them.
final class ReverseSites implements AutoCloseable {
  private static final long RELOAD_SECONDS = 60;
  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  private final List<ReversePlace> places;
  private final Certificates certificates;
  private final Map<ReversePlace, Shown> shown;
  private final Runnable again;
  private final List<Future<?>> rounds = new ArrayList<>();
  private final List<Prober> probers = new ArrayList<>();

  private ReverseSites(
      List<ReversePlace> places,
      Map<ReversePlace, Shown> shown,
      Certificates certificates,
      Runnable again) {
    this.places = places;
    this.shown = shown;
    this.certificates = certificates;
    this.again = again;
  }

  /// Those of these sections. Nothing is probed yet.
  ///
  /// @throws HostException when the JDK cannot use a certificate
  static ReverseSites of(List<ReverseConfig> sections, ReverseSide.Surroundings around)
      throws HostException {
    var places =
        sections.stream()
            .map(section -> ReversePlace.of(section, around.events(), around.steadyClock()))
            .toList();
    var shown = new IdentityHashMap<ReversePlace, Shown>();
    var named = new LinkedHashMap<String, Shown>();
    for (ReversePlace place : places) {
      if (place.config().tls().isPresent()) {
        Shown one = shown(place.config().tls().get());
        shown.put(place, one);
        named.putIfAbsent(place.name(), one);
      }
    }
    return new ReverseSites(
        places,
        shown,
        new Certificates(named, around.events(), around.wallClock()),
        around.telemetry().counter(ReverseMetric.NEXT_ORIGIN)::increment);
  }

  private static Shown shown(TlsConfig tls) throws HostException {
    try {
      return new Shown(tls.files(), tls.certificate(), tls.http2());
    } catch (SSLException e) {
      throw new HostException(
          "Cannot show the certificate " + tls.files().certificate() + ": " + e.getMessage(), e);
    }
  }

  /// Its listeners.
  List<Door> doors() {
    var shared = new LinkedHashMap<ListenAddress, List<ReversePlace>>();
    for (ReversePlace place : places) {
      shared.computeIfAbsent(place.config().listen(), _ -> new ArrayList<>()).add(place);
    }
    var doors = new ArrayList<Door>();
    shared.forEach((listen, here) -> doors.add(door(listen, here)));
    return List.copyOf(doors);
  }

  private Door door(ListenAddress listen, List<ReversePlace> here) {
    List<Prefix> introduced =
        here.stream().flatMap(it -> it.config().introductions().from().stream()).toList();
    var sections =
        here.stream()
            .flatMap(place ->
                Optional.ofNullable(shown.get(place)).stream().map(it -> section(place, it)))
            .toList();
    return new Door(
        listen.socketAddress(),
        _ -> true,
        caller(ReversePlace.sites(here), Scheme.HTTP),
        new Door.Opening(
            address ->
                address instanceof Inet4Address it
                    && introduced.stream().anyMatch(prefix -> prefix.contains(it)),
            sections.isEmpty() ? Optional.empty() : Optional.of(new TlsSections(sections))));
  }

  private TlsSections.Section section(ReversePlace place, Shown context) {
    var sites = ReversePlace.sites(List.of(place));
    return new TlsSections.Section(place.config().hosts(), context, caller(sites, Scheme.HTTPS));
  }

  private BiFunction<HostCheck, Channel, Caller> caller(Sites sites, Scheme scheme) {
    return (_, channel) ->
        new Surrogate(
            sites,
            new Surrogate.Asking(
                scheme,
                ClientAddress.of(channel),
                channel.localAddress() instanceof InetSocketAddress at ? at : NOWHERE),
            again);
  }

  /// Begins to probe, and to look whether certificates have changed.
  void begin(EventLoopGroup threads, OpeningConnections opening) {
    if (!certificates.isEmpty()) {
      rounds.add(
          threads
              .next()
              .scheduleAtFixedRate(
                  () -> Thread.ofVirtual().start(certificates::reload),
                  0,
                  RELOAD_SECONDS,
                  TimeUnit.SECONDS));
    }
    for (ReversePlace place : places) {
      place
          .question()
          .ifPresent(question ->
              probers.add(Prober.begin(threads.next(), opening, place.origins(), question)));
    }
  }

  /// Them, for whoever measures.
  Certificates certificates() {
    return certificates;
  }

  List<ReversePlace> places() {
    return places;
  }

  /// Whether an origin of a site is healthy: 1 or 0, or no number when it is not there.
  double health(String site, String origin) {
    return places.stream()
        .filter(it -> it.name().equals(site))
        .flatMap(it -> it.origins().standings().stream())
        .filter(it -> ReversePlace.text(it.origin().address()).equals(origin))
        .mapToDouble(it -> it.health().isUp() ? 1 : 0)
        .findFirst()
        .orElse(Double.NaN);
  }

  /// The page `/v1/origins`.
  Map<String, Object> page() {
    return Map.of("sites", places.stream().map(ReversePlace::shown).toList());
  }

  @Override
  public void close() {
    rounds.forEach(round -> round.cancel(false));
    probers.forEach(Prober::close);
  }
}
