package dev.weir.router.ios;

import dev.weir.node.config.value.Secret;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.Optional;

/// One `ip wccp SERVICE` line.
///
/// @param line where it stands
/// @param groupAddress the multicast address caches may also use
/// @param redirectList which packets are redirected; empty: all of the service
/// @param groupList which caches may join; empty: all
/// @param password what authenticates messages (§3.1)
/// @param closed drop what no cache can take, instead of forwarding it
/// @param serviceList which packets are the service's at all, of a closed service without caches
public record IosService(
    int line,
    ServiceGroup group,
    Optional<Inet4Address> groupAddress,
    Optional<String> redirectList,
    Optional<String> groupList,
    Optional<Secret> password,
    boolean closed,
    Optional<String> serviceList) {
  /// A service with nothing but its name.
  static IosService of(int line, ServiceGroup group) {
    return new IosService(
        line,
        group,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  IosService withRedirectList(Optional<String> list) {
    return new IosService(
        line, group, groupAddress, list, groupList, password, closed, serviceList);
  }
}
