package dev.weir.gre.bypass;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A set of single addresses with a port, each for one client or for all. Immutable.
///
/// Sorted arrays, 10 octets a flow: an attacker who chooses the addresses cannot make a lookup
/// slower than the logarithm of their number.
final class FlowSet {
  /// The set without flows.
  static final FlowSet EMPTY = of(List.of());

  /// The client that stands for all: no host has this address.
  static final int ANY_CLIENT = 0;

  /// What clients have in common: whose they are, where to, and the port, 1..65535.
  record Flow(int client, int origin, int port) {
    Flow {
      if (port < 1 || port > 0xFFFF) {
        throw new IllegalArgumentException("port " + port + " is not in 1..65535");
      }
    }

    private long ends() {
      return (long) client << Integer.SIZE | Integer.toUnsignedLong(origin);
    }
  }

  private final long[] ends;
  private final char[] ports;

  private FlowSet(long[] ends, char[] ports) {
    this.ends = ends;
    this.ports = ports;
  }

  static FlowSet of(Collection<Flow> flows) {
    Flow[] sorted =
        flows.stream()
            .distinct()
            .sorted(Comparator.comparingLong(Flow::ends).thenComparingInt(Flow::port))
            .toArray(Flow[]::new);
    var ends = new long[sorted.length];
    var ports = new char[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      ends[i] = sorted[i].ends();
      ports[i] = (char) sorted[i].port();
    }
    return new FlowSet(ends, ports);
  }

  /// Whether it has the flow of this client, or that of all.
  boolean contains(int client, int origin, int port) {
    return ends.length > 0
        && (has(Integer.toUnsignedLong(origin), port)
            || has((long) client << Integer.SIZE | Integer.toUnsignedLong(origin), port));
  }

  /// Those of all clients, each as `192.0.2.1 . 80`.
  Stream<String> ofAll() {
    return indexes(true).mapToObj(i -> address((int) ends[i]) + " . " + (int) ports[i]);
  }

  /// Those of one client each, as `10.0.0.1 . 192.0.2.1 . 80`.
  Stream<String> ofOne() {
    return indexes(false)
        .mapToObj(i ->
            address((int) (ends[i] >>> Integer.SIZE))
                + " . "
                + address((int) ends[i])
                + " . "
                + (int) ports[i]);
  }

  int size() {
    return ends.length;
  }

  /// Octets of its arrays.
  long octets() {
    return ends.length * (long) (Long.BYTES + Character.BYTES);
  }

  private IntStream indexes(boolean ofAll) {
    return IntStream.range(0, ends.length)
        .filter(i -> ofAll == (ends[i] >>> Integer.SIZE == ANY_CLIENT));
  }

  private boolean has(long wanted, int port) {
    int low = 0;
    int high = ends.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = ends[middle];
      if (found == wanted && ports[middle] == port) {
        return true;
      }
      if (found < wanted || (found == wanted && ports[middle] < port)) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private static String address(int octets) {
    return "%d.%d.%d.%d"
        .formatted(octets >>> 24, octets >>> 16 & 0xFF, octets >>> 8 & 0xFF, octets & 0xFF);
  }
}
