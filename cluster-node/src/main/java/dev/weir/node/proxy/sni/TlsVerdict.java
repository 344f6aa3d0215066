package dev.weir.node.proxy.sni;

import java.util.Locale;

/// What becomes of a diverted TLS connection, and why. The names are metric labels.
public enum TlsVerdict {
  /// Its name is none of those that are refused.
  PASSED(true),
  /// It gives no name, which the operator lets pass.
  NAMELESS(true),
  /// It does not begin with TLS, which the operator lets pass.
  NOT_TLS(true),
  /// Its name is among those that are refused.
  DENIED(false),
  /// Its name is not among those that are allowed.
  NOT_ALLOWED(false),
  /// It gives no name.
  NAMELESS_REFUSED(false),
  /// It does not begin with TLS.
  NOT_TLS_REFUSED(false),
  /// It begins with TLS, and its first message is none.
  BROKEN(false),
  /// A rule of `proxy.access` is against it.
  ACCESS_DENIED(false);

  private final boolean passes;

  TlsVerdict(boolean passes) {
    this.passes = passes;
  }

  boolean passes() {
    return passes;
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
