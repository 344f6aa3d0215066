package dev.weir.router.config;

/// Which router this one behaves like where routers differ (§7.4).
public enum Profile {
  /// A router with Cisco IOS.
  IOS(true),
  /// A Catalyst 3750 switch: redirects in only, has no exclude in.
  CATALYST_3750(false),
  /// A Cisco ASA: redirects in only, version 2 only, no multicast, its id cannot be set.
  ASA(false),
  /// A FortiGate in the part of the router.
  FORTIOS(true);

  private final boolean redirectsOut;

  Profile(boolean redirectsOut) {
    this.redirectsOut = redirectsOut;
  }

  /// Whether it knows `redirect-out` and `redirect-exclude-in`.
  public boolean redirectsOut() {
    return redirectsOut;
  }

  /// Whether it speaks version 1 and joins multicast groups.
  public boolean speaksVersion1AndMulticast() {
    return this != ASA;
  }

  /// Whether an operator may write `router.id`; else the host's addresses decide.
  public boolean idMayBeWritten() {
    return this != ASA;
  }

  /// Whether an address of a loopback interface is taken for the id before all others.
  public boolean prefersLoopback() {
    return this != ASA;
  }

  /// Whether an operator must write `router.id`.
  public boolean idMustBeWritten() {
    return this == FORTIOS;
  }
}
