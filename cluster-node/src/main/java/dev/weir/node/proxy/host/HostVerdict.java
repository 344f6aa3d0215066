package dev.weir.node.proxy.host;

import dev.weir.node.proxy.request.Authority;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/// Whether a request's Host is where its connection went.
public enum HostVerdict {
  /// The destination is among the host's addresses.
  VERIFIED(true),
  /// The host is an IP literal and is the destination.
  LITERAL(true),
  /// The host has other addresses, or is another literal.
  ADDRESS_DIFFERS(false),
  /// The port of Host is not that of the connection.
  PORT_DIFFERS(false),
  /// The host could not be resolved in time.
  UNRESOLVED(false),
  /// The configuration says where the host is.
  OURS(true),
  /// It is none of the hosts for which the listener stands.
  NOT_OURS(false),
  /// It has no address to which an explicit client may be led.
  FORBIDDEN(false),
  /// A parent finds it.
  BY_PARENT(true),
  /// The operator has it taken for where its connection went.
  UNCHECKED(true),
  /// It is a name for addresses that names may not have.
  REBOUND(false);

  private final boolean verified;

  HostVerdict(boolean verified) {
    this.verified = verified;
  }

  /// Whether the shared cache may be read and written. If not, the request goes to the original
  /// destination and nothing of it is kept.
  public boolean verified() {
    return verified;
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether the host is known to be elsewhere, not only unknown: then strictness refuses it.
  public boolean elsewhere() {
    return this == ADDRESS_DIFFERS || this == PORT_DIFFERS;
  }

  /// The verdict that needs no answers: on ports and literals. Empty: the name must be resolved.
  static Optional<HostVerdict> without(Authority host, InetSocketAddress destination) {
    if (host.port() != destination.getPort()) {
      return Optional.of(PORT_DIFFERS);
    }
    return host.literal()
        .map(address -> address.equals(destination.getAddress()) ? LITERAL : ADDRESS_DIFFERS);
  }
}
