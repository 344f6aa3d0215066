package dev.weir.router.config;

import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.ios.IosConfig;
import dev.weir.router.ios.IosInterface;
import dev.weir.router.ios.IosReader;
import dev.weir.router.ios.IosRouteMap;
import dev.weir.router.ios.IosService;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.negotiation.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// The router's configuration from lines of IOS, as far as this router can do what they say; what
/// it cannot do is refused, not passed over.
public final class IosRouter {
  private final String file;
  private final IosConfig lines;
  private final Predicate<String> isDevice;
  private final List<Problem> problems = new ArrayList<>();

  private IosRouter(String file, IosConfig lines, Predicate<String> isDevice) {
    this.file = file;
    this.lines = lines;
    this.isDevice = isDevice;
  }

  /// Reads the text.
  ///
  /// @param file its name in problems
  /// @param isDevice whether the machine has a device of this name
  public static Loading<RouterConfig> read(String file, String text, Predicate<String> isDevice) {
    return switch (IosReader.read(file, text)) {
      case Loading.Refused<IosConfig>(List<Problem> problems) -> new Loading.Refused<>(problems);
      case Loading.Loaded<IosConfig>(IosConfig lines, List<Problem> _) ->
          new IosRouter(file, lines, isDevice).router();
    };
  }

  private Loading<RouterConfig> router() {
    var config =
        new RouterConfig(
            new RouterSection(
                lines.routerId(),
                lines.version(),
                Profile.IOS,
                new RouterSection.Checks(lines.checkServicesAll(), lines.checkAclOutbound()),
                false,
                BucketOctet.CISCO),
            interfaces(),
            lines.services().stream().map(this::service).toList(),
            RouterConfig.TRANSMIT_OFFERED,
            RouterConfig.ADMIN,
            false);
    whole(config);
    if (problems.isEmpty()) { // what is left is told in words that fit any file
      new ConfigChecks(config, (_, reason, remedy) -> refuse(1, "", reason, remedy)).run();
    }
    problems.sort(Comparator.comparingInt(Problem::line));
    return problems.isEmpty()
        ? new Loading.Loaded<>(config, List.of())
        : new Loading.Refused<>(problems);
  }

  private void whole(RouterConfig config) {
    if (lines.services().isEmpty()) {
      refuse(1, "", "no service", "write ip wccp web-cache");
    } else if (config.points().isEmpty()) {
      refuse(
          1,
          "",
          "no interface redirects",
          "write ip wccp web-cache redirect in below the interface towards the clients");
    }
  }

  private Map<String, InterfaceConfig> interfaces() {
    var devices = new LinkedHashMap<String, InterfaceConfig>();
    for (IosInterface it : lines.interfaces()) {
      if (it.isUsed()) {
        check(it);
        device(it)
            .ifPresent(device -> {
              var config =
                  new InterfaceConfig(
                      it.redirectIn(),
                      it.redirectOut(),
                      it.excludeIn(),
                      it.groupListen(),
                      lists(it));
              if (devices.put(device, config) != null) {
                refuse(
                    it.line(),
                    "interface " + it.name().full(),
                    "device " + device + " is already another interface",
                    "name another device in its description");
              }
            });
      }
    }
    return devices;
  }

  /// What the description names, else a device that is called like the interface.
  private Optional<String> device(IosInterface it) {
    Optional<String> device =
        it.device().or(() -> Optional.of(it.name().written()).filter(isDevice));
    if (device.isEmpty()) {
      refuse(
          it.line(),
          "interface " + it.name().full(),
          "this machine has no device " + it.name().written(),
          "end its description with the device, such as: description clients, device eth1");
    }
    return device;
  }

  private void check(IosInterface it) {
    String name = "interface " + it.name().full();
    if (it.excludeIn() && !it.redirectIn().isEmpty()) {
      refuse(
          it.line(),
          name,
          "it excludes what it is to redirect",
          "keep redirect in towards clients, redirect exclude in towards caches");
    }
  }

  private ServiceConfig service(IosService it) {
    return new ServiceConfig(
        it.group(),
        it.password(),
        it.closed() ? ServiceConfig.Mode.CLOSED : ServiceConfig.Mode.OPEN,
        new ServiceConfig.Lists(
            list(it.groupList()), list(it.redirectList()), list(it.serviceList())),
        it.groupAddress());
  }

  private InterfaceConfig.Lists lists(IosInterface it) {
    return new InterfaceConfig.Lists(
        list(it.accessIn()),
        list(it.accessOut()),
        it.routeMap()
            .map(name -> Objects.requireNonNull(lines.routeMaps().get(name), name))
            .map(this::routeMap));
  }

  private RouteMap routeMap(IosRouteMap it) {
    return new RouteMap(
        it.name(),
        it.clauses().stream()
            .map(clause ->
                new RouteMap.Clause(
                    clause.permit(),
                    clause.accessLists().stream().map(this::list).toList(),
                    clause.nextHops()))
            .toList());
  }

  private Optional<AccessList> list(Optional<String> name) {
    return name.map(this::list);
  }

  private AccessList list(String name) {
    return Objects.requireNonNull(lines.accessLists().get(name), name);
  }

  private void refuse(int line, String shown, String reason, String remedy) {
    problems.add(new Problem(file, line, shown, reason, remedy));
  }
}
