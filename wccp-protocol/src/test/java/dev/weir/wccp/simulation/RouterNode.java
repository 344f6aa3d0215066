package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.util.List;

/// A router's process, whether it runs or not. Caches call `address`; it calls itself `id`, and its
/// answers come from `source` (§7.2).
public final class RouterNode {
  private final String name;
  private final InetAddress address;
  private final InetAddress id;
  private final InetAddress source;
  long frozenUntil;
  List<RouterParty> parties = List.of();

  RouterNode(String name, InetAddress address, InetAddress id, InetAddress source) {
    this.name = name;
    this.address = address;
    this.id = id;
    this.source = source;
  }

  /// What it is called in reports.
  public String name() {
    return name;
  }

  /// The address that caches are configured with.
  public InetAddress address() {
    return address;
  }

  /// Its router id.
  public InetAddress id() {
    return id;
  }

  InetAddress source() {
    return source;
  }

  /// Whether it runs.
  public boolean up() {
    return !parties.isEmpty();
  }

  /// Its machine of a group; it runs.
  public RouterParty party(int group) {
    return parties.get(group);
  }
}
