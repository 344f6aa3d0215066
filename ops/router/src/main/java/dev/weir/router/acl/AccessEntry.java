package dev.weir.router.acl;

/// One line of an access list: what it looks for in a packet, and what it says then.
///
/// A packet without ports is what every later fragment is. As on the routers that operators know, a
/// line that tests ports takes such a packet by its addresses alone when it permits, and leaves it
/// to the lines below when it denies: fragments follow the flow that was let through.
///
/// @param permit whether a packet that matches is permitted
/// @param protocol 0..255, or [#ANY_PROTOCOL]
public record AccessEntry(
    boolean permit,
    int protocol,
    AddressTest source,
    AddressTest destination,
    PortTest sourcePort,
    PortTest destinationPort) {
  /// Every protocol: the word `ip`.
  public static final int ANY_PROTOCOL = -1;

  /// Checks the protocol.
  public AccessEntry {
    if (protocol < ANY_PROTOCOL || protocol > 255) {
      throw new IllegalArgumentException("not a protocol: " + protocol);
    }
  }

  /// A line of a standard list: the source alone.
  public static AccessEntry ofSource(boolean permit, AddressTest source) {
    return new AccessEntry(
        permit, ANY_PROTOCOL, source, AddressTest.ANY, PortTest.ANY, PortTest.ANY);
  }

  boolean matches(int protocol, int source, int destination, int sourcePort, int destinationPort) {
    return (this.protocol == ANY_PROTOCOL || this.protocol == protocol)
        && this.source.matches(source)
        && this.destination.matches(destination)
        && port(this.sourcePort, sourcePort)
        && port(this.destinationPort, destinationPort);
  }

  private boolean port(PortTest test, int port) {
    if (port == AccessList.PORT_UNKNOWN) {
      return permit || test.isAny();
    }
    return test.matches(port);
  }
}
