package dev.weir.node.dns;

import java.net.InetAddress;
import java.util.List;

/// What came of asking for a name's addresses.
public sealed interface Lookup {
  /// It has these, IPv4 ones first; at least one.
  record Found(List<InetAddress> addresses) implements Lookup {
    /// Keeps a copy.
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /// There is no such name, or it has no address.
  ///
  /// @param why `nxdomain` or `nodata`
  record Absent(String why) implements Lookup {}

  /// No name server has told.
  ///
  /// @param why `timeout`, `failed`, or `no-servers`
  record Untold(String why) implements Lookup {}

  /// It has addresses, none of which a name may have.
  record Rebound() implements Lookup {}

  /// The label value of the counter.
  default String label() {
    return switch (this) {
      case Found _ -> "found";
      case Absent(String why) -> why;
      case Untold(String why) -> why;
      case Rebound _ -> "rebound";
    };
  }
}
