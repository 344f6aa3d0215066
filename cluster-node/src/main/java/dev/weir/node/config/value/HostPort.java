package dev.weir.node.config.value;

import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode.Kind;
import java.util.EnumSet;

/// Where another program is: a host name or an IPv4 address, and a port in 1..65535.
public record HostPort(String host, int port) {
  private static final HostPort EXAMPLE = new HostPort("proxy.example.com", 3128);

  /// As it is written, `HOST:PORT`.
  public static ValueType<HostPort> type() {
    return new ScalarType<>(
        "host and port",
        "HOST:PORT",
        EXAMPLE,
        EnumSet.of(Kind.TEXT, Kind.NUMBER),
        HostPort::read,
        HostPort::toString);
  }

  private static HostPort read(String text) throws Unreadable {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new Unreadable("has no port", "write HOST:PORT, such as " + EXAMPLE);
    }
    String host = text.substring(0, colon);
    if (!Values.isHost(host)) {
      Ipv4.read(host);
    }
    return new HostPort(host, Values.number(text.substring(colon + 1), 1, 65_535));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
