package dev.weir.node.proxy.tunnel;

import java.util.Locale;

/// How both ends came to want a tunnel. The names are metric labels.
public enum TunnelKind {
  /// The client has asked its proxy for one (RFC 9110 §9.3.6 CONNECT).
  CONNECT,
  /// Its origin has agreed to speak something else (RFC 9110 §7.8 Upgrade).
  UPGRADE,
  /// A diverted connection began with TLS.
  TLS;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
