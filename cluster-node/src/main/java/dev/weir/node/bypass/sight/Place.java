package dev.weir.node.bypass.sight;

import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where connections go: one address and port, 1–65535.
public record Place(Inet4Address address, int port) {
  private static final int PORT_MAX = 0xFFFF;

  /// Refuses other ports.
  public Place {
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("port " + port + " is not in 1..65535");
    }
  }

  /// The place of a connection; empty when it is not of IPv4.
  public static Optional<Place> of(InetSocketAddress destination) {
    return destination.getAddress() instanceof Inet4Address ipv4 && destination.getPort() > 0
        ? Optional.of(new Place(ipv4, destination.getPort()))
        : Optional.empty();
  }

  /// `203.0.113.80:80`.
  public String text() {
    return address.getHostAddress() + ":" + port;
  }

  /// Reads [#text()]; empty for anything else.
  public static Optional<Place> parse(String text) {
    int colon = text.indexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > PORT_MAX) {
      return Optional.empty();
    }
    return address(text.substring(0, colon))
        .map(address -> new Place(address, Integer.parseInt(port)));
  }

  /// Reads one address; empty for anything else.
  public static Optional<Inet4Address> address(String text) {
    return Prefix.parse(text).filter(_ -> !text.contains("/")).map(Prefix::network);
  }
}
