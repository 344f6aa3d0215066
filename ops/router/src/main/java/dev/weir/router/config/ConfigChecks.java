package dev.weir.router.config;

import dev.weir.wccp.message.ServiceGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What must hold between the sections of a router's configuration, wherever it was read from.
public final class ConfigChecks {
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
  private static final int POINTS_MAX = 8;
  private static final int ROUTES_MAX = 50;

  /// Where a problem is told.
  public interface Refusals {
    /// A problem of the section called `key`.
    void refuse(String key, String reason, String remedy);
  }

  private final RouterConfig config;
  private final Refusals refusals;

  /// Checks of one configuration, whose every problem will be told.
  public ConfigChecks(RouterConfig config, Refusals refusals) {
    this.config = config;
    this.refusals = refusals;
  }

  /// Tells every problem.
  public void run() {
    names();
    services();
    references();
    points();
    version();
    profile();
  }

  /// Interface names are written into commands, so their form is checked, stricter than the kernel.
  private void names() {
    for (String name : config.interfaces().keySet()) {
      if (!DEVICE.matcher(name).matches()) {
        refusals.refuse(
            "interfaces",
            "\"" + name + "\" is not the name of a device",
            "write 1 to 15 of A-Z a-z 0-9 _ . -");
      }
    }
  }

  private void services() {
    Set<ServiceGroup> served = new HashSet<>();
    for (ServiceConfig service : config.services()) {
      if (!served.add(service.group())) {
        refusals.refuse(
            "services", service.group().displayName() + " is written twice", "keep one of the two");
      }
    }
    if (served.isEmpty()) {
      refusals.refuse("services", "no service", "write - name: web-cache");
    }
  }

  private void references() {
    config
        .interfaces()
        .forEach((name, section) -> {
          redirected(section)
              .filter(group -> config.service(group).isEmpty())
              .distinct()
              .forEach(group ->
                  refusals.refuse(
                      "interfaces",
                      name + " redirects " + group.displayName() + ", which is no service here",
                      "write it under services"));
          for (ServiceGroup group : section.groupListen()) {
            Optional<ServiceConfig> service = config.service(group);
            if (service.isEmpty() || service.get().groupAddress().isEmpty()) {
              refusals.refuse(
                  "interfaces",
                  name + " listens for " + group.displayName() + ", which has no group address",
                  "write group-address under the service");
            }
          }
        });
  }

  private void points() {
    List<RedirectPoint> points = config.points();
    if (points.isEmpty()) {
      refusals.refuse(
          "interfaces",
          "no interface redirects",
          "write redirect-in: [web-cache] under the interface towards the clients");
    }
    if (points.size() > POINTS_MAX) {
      refusals.refuse(
          "interfaces",
          points.size() + " different sets of services and route-maps are redirected",
          "let interfaces share them: at most " + POINTS_MAX);
    }
    int routes = config.traffic().routes().size();
    if (routes > ROUTES_MAX) {
      refusals.refuse(
          "interfaces",
          routes + " clauses of route-maps send packets somewhere",
          "let lists match more: at most " + ROUTES_MAX);
    }
  }

  /// Version 1 knows TCP port 80 and neither password nor multicast (§1).
  private void version() {
    if (config.router().version() != 1) {
      return;
    }
    for (ServiceConfig service : config.services()) {
      String name = service.group().displayName();
      if (!service.group().equals(ServiceGroup.WEB_CACHE)) {
        refusals.refuse("services", name + " is unknown to version 1", "write version: 2");
      }
      if (service.password().isPresent()) {
        refusals.refuse(
            "services", name + " has a password, which version 1 cannot check", "remove it");
      }
      if (service.groupAddress().isPresent()) {
        refusals.refuse("services", "version 1 has no multicast", "remove group-address");
      }
    }
  }

  private void profile() {
    config
        .interfaces()
        .forEach((name, section) -> {
          boolean out = !section.redirectOut().isEmpty() || section.redirectExcludeIn();
          if (out && !config.router().redirectsOut()) {
            refusals.refuse(
                "interfaces",
                name + " redirects out or excludes, which this profile cannot",
                "keep redirect-in, or choose profile: ios");
          }
        });
    if (!config.router().isVersatile()
        && config.services().stream().anyMatch(it -> it.groupAddress().isPresent())) {
      refusals.refuse("services", "this profile has no multicast", "remove group-address");
    }
  }

  private static Stream<ServiceGroup> redirected(InterfaceConfig section) {
    return Stream.concat(section.redirectIn().stream(), section.redirectOut().stream());
  }
}
