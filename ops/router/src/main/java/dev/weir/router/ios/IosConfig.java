package dev.weir.router.ios;

import dev.weir.router.acl.AccessList;
import dev.weir.router.ios.word.InterfaceName;
import dev.weir.router.ios.word.Ipv4Bits;
import java.net.Inet4Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole configuration, its names resolved: each list and route-map that a line names exists.
///
/// @param version of WCCP: 1 or 2
/// @param sourceInterface whose address is the router's id
/// @param checkServicesAll go on to the next service when one's redirect-list says no (§7.3)
/// @param checkAclOutbound ask the outbound access list before redirecting (§7.3)
/// @param services in the order of the file, no group twice
/// @param interfaces in the order of the file, no name twice
/// @param accessLists by number or name
/// @param routeMaps by name
public record IosConfig(
    Optional<String> hostname,
    int version,
    Optional<InterfaceName> sourceInterface,
    boolean checkServicesAll,
    boolean checkAclOutbound,
    List<IosService> services,
    List<IosInterface> interfaces,
    Map<String, AccessList> accessLists,
    Map<String, IosRouteMap> routeMaps) {
  /// Keeps copies.
  public IosConfig {
    services = List.copyOf(services);
    interfaces = List.copyOf(interfaces);
    accessLists = Map.copyOf(accessLists);
    routeMaps = Map.copyOf(routeMaps);
  }

  /// The router's id (§7.2): the address of the source interface, else the highest of a loopback
  /// interface, else the highest of any; empty when no interface that counts has an address.
  public Optional<Inet4Address> routerId() {
    if (sourceInterface.isPresent()) {
      return interfaces.stream()
          .filter(it -> it.name().equals(sourceInterface.get()))
          .flatMap(it -> it.address().stream())
          .findFirst();
    }
    return highest(interfaces.stream().filter(it -> it.name().isLoopback()).toList())
        .or(() -> highest(interfaces));
  }

  private static Optional<Inet4Address> highest(List<IosInterface> among) {
    return among.stream()
        .flatMap(it -> it.address().stream())
        .max(Comparator.comparingLong(address -> Integer.toUnsignedLong(Ipv4Bits.of(address))));
  }
}
