package dev.weir.node.access;

import java.util.Locale;

/// Where the object came from that answered a request.
public enum ObjectSource {
  /// From nowhere: we refused, failed, or led octets through.
  NONE,
  /// From this node's memory.
  MEMORY,
  /// From this node's disk.
  DISK,
  /// From another node of the cluster.
  PEER,
  /// From its origin.
  ORIGIN,
  /// From another proxy, which was asked in place of the origin.
  PARENT;

  /// The word for it in logs.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
