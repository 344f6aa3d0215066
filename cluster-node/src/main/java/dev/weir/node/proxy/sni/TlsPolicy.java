package dev.weir.node.proxy.sni;

import java.util.List;
import java.util.Set;

/// Which diverted TLS connections are led through. Immutable.
public final class TlsPolicy {
  private final Set<Integer> ports;
  private final NamePatterns deny;
  private final NamePatterns allow;
  private final boolean nameless;
  private final boolean notTls;

  /// For connections to these ports: what is denied comes before what is allowed, and without
  /// anything that is allowed all else is.
  ///
  /// @param nameless whether what gives no name passes
  /// @param notTls whether what is not TLS passes
  public TlsPolicy(
      Set<Integer> ports,
      List<String> deny,
      List<String> allow,
      boolean nameless,
      boolean notTls) {
    this.ports = Set.copyOf(ports);
    this.deny = new NamePatterns(deny);
    this.allow = new NamePatterns(allow);
    this.nameless = nameless;
    this.notTls = notTls;
  }

  /// Whether connections to a port are looked at.
  public boolean isFor(int port) {
    return ports.contains(port);
  }

  /// What becomes of a connection that begins so. It is whole, or known to be none.
  TlsVerdict judge(ClientHello hello) {
    return switch (hello) {
      case ClientHello.Whole whole when whole.name().isPresent() -> ofName(whole.name().get());
      case ClientHello.Whole _ -> nameless ? TlsVerdict.NAMELESS : TlsVerdict.NAMELESS_REFUSED;
      case ClientHello.Other _ -> notTls ? TlsVerdict.NOT_TLS : TlsVerdict.NOT_TLS_REFUSED;
      case ClientHello.Broken _, ClientHello.Unfinished _ -> TlsVerdict.BROKEN;
    };
  }

  private TlsVerdict ofName(String name) {
    if (deny.match(name)) {
      return TlsVerdict.DENIED;
    }
    return allow.isEmpty() || allow.match(name) ? TlsVerdict.PASSED : TlsVerdict.NOT_ALLOWED;
  }
}
