package dev.weir.router.packet;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which cache takes which packet of a service, as it was assigned.
public sealed interface Share {
  /// How many buckets a hash assignment has (§5.1).
  int BUCKET_COUNT = 256;

  /// No assignment is in force.
  record None() implements Share {}

  /// By bucket (§5.2).
  ///
  /// @param owners the cache of each of the 256 buckets in order, empty for none
  /// @param alternate the buckets whose packets the alternate hash places
  record ByHash(List<Optional<Inet4Address>> owners, Set<Integer> alternate) implements Share {
    /// Keeps copies and refuses another number of buckets.
    public ByHash {
      owners = List.copyOf(owners);
      alternate = Set.copyOf(alternate);
      if (owners.size() != BUCKET_COUNT) {
        throw new IllegalArgumentException(owners.size() + " buckets are not " + BUCKET_COUNT);
      }
    }
  }

  /// By mask and value (§5.3): the first set that has the packet's value decides.
  record ByMask(List<MaskSet> sets) implements Share {
    /// Keeps a copy.
    public ByMask {
      sets = List.copyOf(sets);
    }
  }

  /// Four fields of a packet, or what is compared of them: addresses in network order, ports
  /// 0..65535.
  record Fields(int source, int destination, int sourcePort, int destinationPort) {
    /// Checks the ports.
    public Fields {
      if (sourcePort >>> 16 != 0 || destinationPort >>> 16 != 0) {
        throw new IllegalArgumentException("ports " + sourcePort + ", " + destinationPort);
      }
    }
  }

  /// One mask and the values it is compared with.
  record MaskSet(Fields mask, List<MaskValue> values) {
    /// Keeps a copy.
    public MaskSet {
      values = List.copyOf(values);
    }
  }

  /// The packets whose masked fields are `value` go to `cache`.
  record MaskValue(Fields value, Inet4Address cache) {}
}
