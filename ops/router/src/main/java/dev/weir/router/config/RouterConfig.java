package dev.weir.router.config;

import dev.weir.node.config.AdminConfig;
import dev.weir.node.config.value.DurationRange;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.negotiation.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole of a router's configuration file.
///
/// @param router what holds for every service
/// @param interfaces by device name, in the order of the file
/// @param services at least one, no group twice
/// @param transmit the range of TRANSMIT_T that caches are offered (§3.10, capability 4)
/// @param admin where the admin port listens, and to whom
/// @param faultsOnDemand whether the admin port makes the router misbehave when it is asked to
public record RouterConfig(
    RouterSection router,
    Map<String, InterfaceConfig> interfaces,
    List<ServiceConfig> services,
    DurationRange transmit,
    AdminConfig admin,
    boolean faultsOnDemand) {
  private static final Duration TRANSMIT_LEAST = Duration.ofMillis(500);
  private static final Duration TRANSMIT_MOST = Duration.ofSeconds(60);

  /// What is offered when nothing is written.
  public static final DurationRange TRANSMIT_OFFERED =
      new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(10));

  /// The admin port when nothing is written.
  public static final AdminConfig ADMIN = AdminConfig.onLoopback(8089);

  /// Keeps a copy of the services; the interfaces keep their order.
  public RouterConfig {
    services = List.copyOf(services);
  }

  /// Reads the file; every problem of it is told to the section it is in.
  public static RouterConfig read(SectionReader file) {
    SectionReader timers = file.section("timers");
    SectionReader faults = file.section("faults");
    var config =
        new RouterConfig(
            RouterSection.read(file.section("router")),
            file.named("interfaces", "NAME", InterfaceConfig::read),
            file.sections("services", ServiceConfig::read),
            timers
                .key(
                    "transmit",
                    Quantities.durationRange(TRANSMIT_LEAST, TRANSMIT_MOST),
                    "The intervals of HERE_I_AM that caches may choose from.")
                .or(TRANSMIT_OFFERED),
            AdminConfig.read(file.section("admin"), ADMIN),
            faults
                .key(
                    "on-demand",
                    Values.flag(),
                    "Let whoever reaches the admin port make the router misbehave, for tests.")
                .or(false));
    if (config.faultsOnDemand()) {
      faults.warn(
          "on-demand",
          "whoever reaches the admin port can make this router misbehave",
          "remove it where traffic matters");
    }
    new ConfigChecks(config, file::refuse).run();
    return config;
  }

  /// The same with faults on demand, as the command line may want them.
  public RouterConfig withFaultsOnDemand() {
    return new RouterConfig(router, interfaces, services, transmit, admin, true);
  }

  /// Where packets are looked at, and for which services; those of direction in come first.
  public List<RedirectPoint> points() {
    return RedirectPoint.of(interfaces);
  }

  /// What is done with the packets of interfaces beside redirection.
  public TrafficRules traffic() {
    return TrafficRules.of(interfaces, router.checks().aclOutbound());
  }

  /// The service of this group.
  public Optional<ServiceConfig> service(ServiceGroup group) {
    return services.stream().filter(it -> it.group().equals(group)).findFirst();
  }

  /// What caches are offered: what the profile's router can, and these intervals.
  ///
  /// A router that is told nothing but the 10 s of the drafts offers no choice, as older ones do.
  public RouterOffer offer() {
    boolean plain =
        transmit.least().equals(transmit.most())
            && transmit.least().equals(Timers.DEFAULT.transmit());
    return router
        .profile()
        .offer(
            plain
                ? Optional.empty()
                : Optional.of(
                    new RouterOffer.TimerRange(
                        transmit.least(), transmit.most(), Timers.SCALE_MAX)));
  }

  /// The interfaces whose packets are never redirected, in the order of the file.
  public List<String> excludeIn() {
    return interfaces.entrySet().stream()
        .filter(entry -> entry.getValue().redirectExcludeIn())
        .map(Map.Entry::getKey)
        .toList();
  }
}
