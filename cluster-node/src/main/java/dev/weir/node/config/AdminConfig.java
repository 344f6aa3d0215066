package dev.weir.node.config;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// The `admin` section: where metrics, readiness and views are served.
public record AdminConfig(ListenAddress listen) {

  /// What is in force when the section is not written.
  public static final AdminConfig DEFAULTS = new AdminConfig(new ListenAddress(loopback(), 8088));

  static AdminConfig read(SectionReader section) {
    section.later("token");
    var config =
        new AdminConfig(
            section
                .key(
                    "listen",
                    Values.listen(),
                    "Where the pages for operators are served. They have no password: keep it a"
                        + " loopback address.")
                .or(DEFAULTS.listen));
    if (!config.listen.address().isLoopbackAddress()) {
      section.warn(
          "listen",
          config.listen.address().getHostAddress() + " is not a loopback address",
          "the pages have no password; let a firewall guard the port");
    }
    return config;
  }

  private static Inet4Address loopback() {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }
}
