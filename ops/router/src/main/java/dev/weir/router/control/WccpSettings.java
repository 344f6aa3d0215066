package dev.weir.router.control;

import dev.weir.node.control.UdpPort;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.ServiceConfig;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterMachine;
import dev.weir.wccp.router.Version1Router;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What the machines, the codec and the port are made with, by the configuration.
///
/// @param config the router's configuration
/// @param id the address that the profile's rule has found
public record WccpSettings(RouterConfig config, Inet4Address id) {
  /// Multicast reaches this many hops (§7.3: 15 or fewer).
  private static final int HOPS = 15;

  private static final int MINOR_MOST = 1;

  /// A machine for one service group. `neighbour` tells whether a cache is directly connected.
  public RouterMachine machine(ServiceConfig service, Predicate<InetAddress> neighbour) {
    if (speaksVersion1()) {
      return new Version1Router(new Version1Router.Settings(id, service::admits));
    }
    var profile = config.router().profile();
    return new RouterGroup(
        new RouterGroup.Settings(
            service.group(),
            id,
            config.offer(),
            service::admits,
            neighbour,
            service.groupAddress().map(InetAddress.class::cast),
            Optional.empty(),
            MINOR_MOST,
            profile.routerCountMax(),
            true,
            config.router().strictRevision200(),
            id.hashCode()));
  }

  /// The codec of all groups.
  public MessageCodec codec() {
    Map<ServiceGroup, Security> security =
        config.services().stream()
            .collect(Collectors.toMap(ServiceConfig::group, ServiceConfig::security));
    return speaksVersion1()
        ? MessageCodec.version1()
        : new MessageCodec(security, config.router().bucketOctet());
  }

  /// The groups to join, each on the interfaces that listen to it; `addressOf` tells an interface's
  /// address.
  public List<UdpPort.Membership> memberships(Function<String, Optional<Inet4Address>> addressOf) {
    var memberships = new ArrayList<UdpPort.Membership>();
    config
        .interfaces()
        .forEach((name, section) ->
            addressOf
                .apply(name)
                .ifPresent(address ->
                    config.services().stream()
                        .filter(service -> section.groupListen().contains(service.group()))
                        .flatMap(service -> service.groupAddress().stream())
                        .forEach(group ->
                            memberships.add(new UdpPort.Membership(group, address, HOPS)))));
    return List.copyOf(memberships);
  }

  private boolean speaksVersion1() {
    return config.router().version() == 1;
  }
}
