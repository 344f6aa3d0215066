package dev.weir.router.host;

import dev.weir.node.life.HostException;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.TrafficRules;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The rules of this host that divert packets into the TUNs, from [#install] until [#close].
///
/// One thread installs and closes; between the two the control thread calls [#mark].
public final class Diversion implements AutoCloseable {
  private static final Path SYSCTL = Path.of("/proc/sys");
  private static final List<String> NFT = List.of("nft", "-f", "-");

  private final HostRules rules;

  /// A diversion that diverts nothing yet.
  public Diversion(HostRules rules) {
    this.rules = rules;
  }

  /// Refuses a host on which the rules could not work: an interface missing, forwarding off.
  ///
  /// @throws HostException with the sentence for the operator
  public void check() throws HostException {
    for (RedirectPoint point : rules.points()) {
      for (String name : point.interfaces()) {
        requireInterface(name);
      }
    }
    for (String name : rules.excludeIn()) {
      requireInterface(name);
    }
    for (TrafficRules.Filter filter : rules.traffic().filters()) {
      requireInterface(filter.device());
    }
    for (TrafficRules.Policy policy : rules.traffic().policies()) {
      for (String name : policy.devices()) {
        requireInterface(name);
      }
      requireNeighbours(policy.map());
    }
    try {
      if (!Files.readString(SYSCTL.resolve("net/ipv4/ip_forward")).strip().equals("1")) {
        throw new HostException(
            "This host does not forward IPv4 packets, so it is no router:"
                + " set `sysctl -w net.ipv4.ip_forward=1`.");
      }
    } catch (IOException e) {
      throw new HostException("Cannot read net.ipv4.ip_forward: " + e.getMessage(), e);
    }
  }

  /// Takes away what led a killed router's packets astray. Its filters stay until [#install]
  /// replaces them. Nothing left is no failure.
  public static void removeLeftovers() throws HostException {
    for (List<String> command : HostRules.withdraw()) {
      CommandLine.run(command);
    }
  }

  /// Filters, sets the TUNs up, which must be open, and diverts the packets of these services. On
  /// failure nothing stays.
  ///
  /// @throws HostException naming the command or setting that failed
  public void install(Map<ServiceGroup, ServiceMatch> services) throws HostException {
    try {
      CommandLine.run(NFT, new TrafficScript(rules).text()); // without a mark yet
      for (int point = 0; point < rules.points().size(); point++) {
        for (Map.Entry<String, String> setting : HostRules.deviceSettings(point).entrySet()) {
          set(setting.getKey(), setting.getValue());
        }
      }
      for (List<String> command : rules.install()) {
        CommandLine.run(command);
      }
      mark(services);
    } catch (HostException e) {
      try (this) {
        throw e;
      }
    }
  }

  /// Diverts the packets of these services from now on, and no others, in one step. On failure all
  /// stays as it was.
  ///
  /// @throws HostException naming what nft said
  public void mark(Map<ServiceGroup, ServiceMatch> services) throws HostException {
    CommandLine.run(NFT, new MarkScript(rules).of(services));
  }

  /// Withdraws the rules, so that packets flow past the TUNs before they are closed.
  @Override
  public void close() throws HostException {
    removeLeftovers();
    CommandLine.run(NFT, TrafficScript.withdraw());
  }

  /// A next hop that is not on a link of ours is no next hop.
  private static void requireNeighbours(RouteMap map) throws HostException {
    for (RouteMap.Clause clause : map.routes()) {
      for (Inet4Address hop : clause.nextHops()) {
        if (!Interfaces.isNeighbour(hop)) {
          throw new HostException(
              "route-map "
                  + map.name()
                  + ": the next hop "
                  + hop.getHostAddress()
                  + " is on no link of this host; `ip -brief address` lists the ones it has.");
        }
      }
    }
  }

  private static void requireInterface(String name) throws HostException {
    try {
      if (NetworkInterface.getByName(name) == null) {
        throw new HostException(
            "interfaces."
                + name
                + ": this host has no interface "
                + name
                + "; `ip -brief link` lists the ones it has.");
      }
    } catch (SocketException e) {
      throw new HostException("Cannot list the network interfaces: " + e.getMessage(), e);
    }
  }

  private static void set(String file, String value) throws HostException {
    Path path = SYSCTL.resolve(file);
    boolean absent = !Files.exists(path);
    if (absent && file.startsWith("net/ipv6/")) {
      return; // a kernel without IPv6 needs it switched off nowhere
    }
    try {
      Files.writeString(path, value);
    } catch (IOException e) {
      throw new HostException("Cannot write " + value + " to " + path + ": are you root?", e);
    }
  }
}
