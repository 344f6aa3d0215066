package dev.weir.node.config.value;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

/// Where a listener is bound: an IPv4 address of this host and a port in 1..65535.
public record ListenAddress(Inet4Address address, int port) {
  /// Refuses a port outside 1..65535.
  public ListenAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /// Reads `ADDRESS:PORT`.
  ///
  /// @throws IllegalArgumentException with the reason and what to write instead
  public static ListenAddress of(String text) {
    try {
      return Values.listener(text);
    } catch (Unreadable e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" " + e.getMessage() + "; " + e.remedy(), e);
    }
  }

  /// The same as the JDK's socket address.
  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + ":" + port;
  }
}
