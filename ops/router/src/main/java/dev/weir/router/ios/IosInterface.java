package dev.weir.router.ios;

import dev.weir.router.ios.word.InterfaceName;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/// One `interface` block.
///
/// @param line where it begins
/// @param device the Linux device that its description names
/// @param address its first address, which counts for the router's id (§7.2)
/// @param redirectIn services redirected as they come in
/// @param redirectOut services redirected as they go out
/// @param excludeIn never redirect what comes in here
/// @param groupListen services whose group address is listened to here
/// @param routeMap policy routing of what comes in here
/// @param accessIn the list that filters what comes in
/// @param accessOut the list that filters what goes out
public record IosInterface(
    int line,
    InterfaceName name,
    Optional<String> device,
    Optional<Inet4Address> address,
    List<ServiceGroup> redirectIn,
    List<ServiceGroup> redirectOut,
    boolean excludeIn,
    List<ServiceGroup> groupListen,
    Optional<String> routeMap,
    Optional<String> accessIn,
    Optional<String> accessOut) {
  /// Keeps copies.
  public IosInterface {
    redirectIn = List.copyOf(redirectIn);
    redirectOut = List.copyOf(redirectOut);
    groupListen = List.copyOf(groupListen);
  }

  /// Whether the router does something on it, so that it has to be a device of the machine.
  public boolean isUsed() {
    return !redirectIn.isEmpty()
        || !redirectOut.isEmpty()
        || excludeIn
        || !groupListen.isEmpty()
        || routeMap.isPresent()
        || accessIn.isPresent()
        || accessOut.isPresent();
  }
}
