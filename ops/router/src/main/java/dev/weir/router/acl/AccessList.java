package dev.weir.router.acl;

import java.util.List;

/// An access list: the first entry that matches decides, and what none matches is denied.
///
/// @param name its number or name, as written
/// @param entries in the order they are asked
public record AccessList(String name, List<AccessEntry> entries) {
  /// A port that cannot be told: a later fragment, or a protocol without ports.
  public static final int PORT_UNKNOWN = -1;

  /// Keeps a copy of the entries.
  public AccessList {
    entries = List.copyOf(entries);
  }

  /// Whether a packet is permitted. Addresses are in network order, ports 0..65535 or
  /// [#PORT_UNKNOWN], the protocol 0..255. Total, and allocates nothing.
  public boolean permits(
      int protocol, int source, int destination, int sourcePort, int destinationPort) {
    for (int i = 0; i < entries.size(); i++) {
      AccessEntry entry = entries.get(i);
      if (entry.matches(protocol, source, destination, sourcePort, destinationPort)) {
        return entry.permit();
      }
    }
    return false;
  }

  /// Whether a host is permitted, for lists of hosts: a list of caches judges by source alone.
  public boolean permitsHost(int source) {
    for (int i = 0; i < entries.size(); i++) {
      AccessEntry entry = entries.get(i);
      if (entry.source().matches(source)) {
        return entry.permit();
      }
    }
    return false;
  }
}
