package dev.weir.router.host;

import dev.weir.node.life.HostException;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The rules of this host that divert packets into the TUN, from [#install] until [#close].
///
/// Confined to the thread that starts and stops the router.
public final class Diversion implements AutoCloseable {
  private static final Path SYSCTL = Path.of("/proc/sys");

  private Diversion() {}

  /// Refuses a host on which the rules could not work: an interface missing, forwarding off.
  ///
  /// @throws HostException with the sentence for the operator
  public static void check(HostRules rules) throws HostException {
    for (String name : rules.redirectIn()) {
      requireInterface(name);
    }
    for (String name : rules.excludeIn()) {
      requireInterface(name);
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

  /// Takes away what a killed router left. Nothing left is no failure.
  public static void removeLeftovers() throws HostException {
    CommandLine.run(HostRules.withdraw());
  }

  /// Sets the TUN up, which must be open, and diverts. On failure nothing stays.
  ///
  /// @throws HostException naming the command or setting that failed
  public static Diversion install(HostRules rules) throws HostException {
    var diversion = new Diversion();
    try {
      for (Map.Entry<String, String> setting : HostRules.deviceSettings().entrySet()) {
        set(setting.getKey(), setting.getValue());
      }
      for (List<String> command : rules.install()) {
        CommandLine.run(command);
      }
      return diversion;
    } catch (HostException e) {
      try (diversion) {
        throw e;
      }
    }
  }

  /// Withdraws the rules, so that packets flow past the TUN before it is closed.
  @Override
  public void close() throws HostException {
    CommandLine.run(HostRules.withdraw());
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
