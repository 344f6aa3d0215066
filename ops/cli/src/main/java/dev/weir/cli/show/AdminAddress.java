package dev.weir.cli.show;

/// Where a program's admin port listens.
///
/// @param host a name or an IPv4 address
/// @param port 1..65535
public record AdminAddress(String host, int port) {
  /// A node's admin port on this machine, as it is unless configured otherwise.
  public static final AdminAddress LOCAL_NODE = new AdminAddress("127.0.0.1", 8088);

  /// A router's admin port on this machine, as it is unless configured otherwise.
  public static final AdminAddress LOCAL_ROUTER = new AdminAddress("127.0.0.1", 8089);

  /// Checks both parts.
  public AdminAddress {
    if (!host.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
      throw new IllegalArgumentException("not a host: " + host);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /// Reads `HOST:PORT`; anything else is an [IllegalArgumentException] that says what is wrong.
  public static AdminAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("not HOST:PORT: " + text);
    }
    return new AdminAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
