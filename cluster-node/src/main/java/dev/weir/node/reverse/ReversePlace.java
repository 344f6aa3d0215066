package dev.weir.node.reverse;

import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.reverse.OriginEntry;
import dev.weir.node.config.reverse.OriginHealthConfig;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.introduce.Introduction;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.site.HealthRule;
import dev.weir.node.proxy.site.OriginHealth;
import dev.weir.node.proxy.site.Origins;
import dev.weir.node.proxy.site.Prober;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.way.Ways;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One section of `proxy.reverse` with its origins.
record ReversePlace(ReverseConfig config, Origins origins) {

  static ReversePlace of(ReverseConfig config, EventLog events, InstantSource steadyClock) {
    String name = name(config);
    var origins =
        new Origins(
            config.origins().stream().map(ReversePlace::origin).toList(),
            rule(config.health()),
            steadyClock,
            (origin, now, because) -> tell(events, name, origin, now, because));
    return new ReversePlace(config, origins);
  }

  private static Origins.Origin origin(OriginEntry entry) {
    return new Origins.Origin(entry.address().socketAddress(), entry.weight());
  }

  private static HealthRule rule(OriginHealthConfig health) {
    return new HealthRule(
        health.path().isPresent(),
        health.probes().rise(),
        health.probes().fall(),
        health.failures(),
        health.out(),
        health.none() == OriginHealthConfig.NoneHealthy.TRY_ALL);
  }

  private static void tell(
      EventLog events,
      String site,
      Origins.Origin origin,
      OriginHealth.State now,
      OriginHealth.Sign because) {
    events.record(
        now == OriginHealth.State.UP ? NodeEvent.ORIGIN_HEALTHY : NodeEvent.ORIGIN_UNHEALTHY,
        "site",
        site,
        "origin",
        text(origin.address()),
        "because",
        because.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// What it is called: its first host, and where it listens.
  String name() {
    return name(config);
  }

  private static String name(ReverseConfig config) {
    return config.hosts().getFirst() + "@" + config.listen();
  }

  Sites.Site site() {
    return new Sites.Site(
        config.hosts(),
        origins,
        config.introductions().version(),
        Ways.forwarding(config.forwarded()));
  }

  /// What its probes ask; empty when there are none.
  Optional<Prober.Question> question() {
    OriginHealthConfig health = config.health();
    Optional<String> host =
        health
            .probes()
            .host()
            .or(() -> config.hosts().stream().filter(it -> !it.startsWith("*")).findFirst());
    return health
        .path()
        .map(path ->
            new Prober.Question(
                host,
                path,
                health.probes().interval(),
                health.probes().timeout(),
                health.probes().statuses(),
                this::probed));
  }

  /// A probe is nobody's request.
  private OriginRoute probed(OriginRoute route) {
    int version = config.introductions().version();
    return version == 0
        ? route
        : route.introducing(new Introduction(version, Optional.empty(), route.address()));
  }

  /// What is shown of it.
  Map<String, Object> shown() {
    return Map.of(
        "listen",
        config.listen().toString(),
        "hosts",
        config.hosts(),
        "probed",
        config.health().path().isPresent(),
        "origins",
        origins.standings().stream().map(ReversePlace::shown).toList());
  }

  private static Map<String, Object> shown(Origins.Standing standing) {
    return Map.of(
        "address",
        text(standing.origin().address()),
        "weight",
        standing.origin().weight(),
        "healthy",
        standing.health().isUp(),
        "failures",
        standing.health().failures());
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// The hosts of all that listen at one address, in the order of the configuration.
  static Sites sites(List<ReversePlace> places) {
    return new Sites(places.stream().map(ReversePlace::site).toList());
  }
}
