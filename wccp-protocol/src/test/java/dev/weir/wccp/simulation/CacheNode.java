package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// A cache's process, whether it runs or not, and what its disk and its wall clock remember.
public final class CacheNode {
  /// Who wrote its software.
  public enum Make {
    /// We did; it must keep every invariant.
    OURS,
    /// Somebody else: it joins and never assigns.
    SILENT,
    /// Somebody else: it assigns tables of its own.
    ASSIGNING,
    /// Somebody else: it means other ports by the dynamic groups.
    OTHER_PORTS;

    /// Whether the others can do without faults only when it is gone.
    boolean harmful() {
      return this == SILENT || this == OTHER_PORTS;
    }
  }

  private final String name;
  private final Make make;
  private final InetAddress address;
  private final int weight;
  private final Duration interval;
  final int[] persisted;
  long wallOffsetSeconds;
  long frozenUntil;
  boolean leaving;
  boolean retired;
  List<CacheParty> parties = List.of();

  CacheNode(
      String name, Make make, InetAddress address, int weight, Duration interval, int groups) {
    this.name = name;
    this.make = make;
    this.address = address;
    this.weight = weight;
    this.interval = interval;
    this.persisted = new int[groups];
  }

  /// What it is called in reports.
  public String name() {
    return name;
  }

  /// Who wrote its software.
  public Make make() {
    return make;
  }

  /// Its one address.
  public InetAddress address() {
    return address;
  }

  /// The weight it is configured with.
  public int weight() {
    return weight;
  }

  /// Whether it runs and does not leave.
  public boolean serves() {
    return up() && !leaving;
  }

  /// Its machine of a group; it runs.
  public CacheParty party(int group) {
    return parties.get(group);
  }

  Duration interval() {
    return interval;
  }

  boolean up() {
    return !parties.isEmpty();
  }
}
