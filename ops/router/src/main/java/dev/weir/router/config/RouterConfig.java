package dev.weir.router.config;

import dev.weir.node.config.value.DurationRange;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The whole of a router's configuration file.
///
/// @param id the router's WCCP address: identity, source of messages and of GRE
/// @param interfaces by device name, in the order of the file
/// @param services at least one, no group twice
/// @param transmit the range of TRANSMIT_T that caches are offered (§3.10, capability 4)
/// @param admin where the admin port listens
public record RouterConfig(
    Inet4Address id,
    Map<String, InterfaceConfig> interfaces,
    List<ServiceConfig> services,
    DurationRange transmit,
    ListenAddress admin) {
  private static final Duration TRANSMIT_LEAST = Duration.ofMillis(500);
  private static final Duration TRANSMIT_MOST = Duration.ofSeconds(60);
  private static final DurationRange TRANSMIT_OFFERED =
      new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
  private static final ListenAddress ADMIN =
      new ListenAddress(Inet4Address.ofLiteral("127.0.0.1"), 8089);

  public RouterConfig {
    services = List.copyOf(services);
  }

  /// Reads the file; every problem of it is told to the section it is in.
  public static RouterConfig read(SectionReader file) {
    SectionReader router = file.section("router");
    SectionReader timers = file.section("timers");
    SectionReader admin = file.section("admin");
    admin.later("token");
    var config =
        new RouterConfig(
            router
                .key("id", Values.address(), "The address caches are configured with.")
                .required(),
            file.named("interfaces", "NAME", (_, section) -> InterfaceConfig.read(section)),
            file.sections("services", ServiceConfig::read),
            timers
                .key(
                    "transmit",
                    Quantities.durationRange(TRANSMIT_LEAST, TRANSMIT_MOST),
                    "The intervals of HERE_I_AM that caches may choose from.")
                .or(TRANSMIT_OFFERED),
            admin.key("listen", Values.listen(), "Where the admin port listens.").or(ADMIN));
    config.checkInterfaces(file);
    config.checkServices(file);
    return config;
  }

  /// The interfaces whose packets are redirected, in the order of the file.
  public List<String> redirectIn() {
    return interfaces.entrySet().stream()
        .filter(entry -> !entry.getValue().redirectIn().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The interfaces whose packets are never redirected, in the order of the file.
  public List<String> excludeIn() {
    return interfaces.entrySet().stream()
        .filter(entry -> entry.getValue().redirectExcludeIn())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Interface names are written into commands, so their form is checked, stricter than the kernel.
  private void checkInterfaces(SectionReader file) {
    for (String name : interfaces.keySet()) {
      if (!DEVICE.matcher(name).matches()) {
        file.refuse(
            "interfaces",
            "\"" + name + "\" is not the name of a device",
            "write 1 to 15 of A-Z a-z 0-9 _ . -");
      }
    }
  }

  private void checkServices(SectionReader file) {
    Set<ServiceGroup> served = new HashSet<>();
    for (ServiceConfig service : services) {
      if (!served.add(service.group())) {
        file.refuse(
            "services", service.group().displayName() + " is written twice", "keep one of the two");
      }
    }
    if (served.isEmpty()) {
      file.refuse("services", "no service", "write - name: web-cache");
    }
    Set<ServiceGroup> redirected =
        interfaces.values().stream()
            .flatMap(section -> section.redirectIn().stream())
            .collect(Collectors.toSet());
    if (redirected.isEmpty()) {
      file.refuse(
          "interfaces",
          "no interface redirects",
          "write redirect-in: [web-cache] under the interface towards the clients");
    }
  }
}
