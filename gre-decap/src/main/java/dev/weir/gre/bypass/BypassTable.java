package dev.weir.gre.bypass;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which connections are not to be intercepted: those of some clients, to some origins, to some
/// ports. Immutable.
///
/// The cost of a lookup does not depend on the number of rules, and it allocates nothing.
public final class BypassTable {
  /// The table that spares nobody.
  public static final BypassTable EMPTY = new Builder().build();

  private static final int PORTS = 1 << 16;

  private final PrefixTrie clients;
  private final PrefixTrie origins;
  private final long[] ports;

  private BypassTable(PrefixTrie clients, PrefixTrie origins, long[] ports) {
    this.clients = clients;
    this.origins = origins;
    this.ports = ports;
  }

  /// Whether a connection of this client to this origin and port, 0..65535, is spared.
  public boolean spares(int client, int origin, int port) {
    return (ports.length > 0 && (ports[port / Long.SIZE] & 1L << port) != 0)
        || origins.longestAround(origin) != PrefixTrie.NO_PREFIX
        || clients.longestAround(client) != PrefixTrie.NO_PREFIX;
  }

  /// The prefixes of clients, each as `192.0.2.0/24`, in no order: for others than us to match by.
  public Stream<String> clients() {
    return clients.prefixes();
  }

  /// The prefixes of origins, likewise.
  public Stream<String> origins() {
    return origins.prefixes();
  }

  /// The ports, in order.
  public IntStream ports() {
    return IntStream.range(0, ports.length * Long.SIZE)
        .filter(port -> (ports[port / Long.SIZE] & 1L << port) != 0);
  }

  /// How many different prefixes of clients it holds.
  public int clientCount() {
    return clients.size();
  }

  /// How many different prefixes of origins it holds.
  public int originCount() {
    return origins.size();
  }

  /// How many different ports it holds.
  public int portCount() {
    return Arrays.stream(ports).mapToInt(Long::bitCount).sum();
  }

  /// Octets of its arrays.
  public long octets() {
    return clients.octets() + origins.octets() + (long) ports.length * Long.BYTES;
  }

  /// Collects rules. Confined to one thread.
  public static final class Builder {
    private long[] clients = new long[8];
    private long[] origins = new long[8];
    private long[] ports = new long[0];
    private int clientCount;
    private int originCount;

    /// Spares every connection from a prefix of clients.
    ///
    /// @throws IllegalArgumentException when it is no prefix
    public Builder client(int network, int length) {
      clients = withRoom(clients, clientCount);
      clients[clientCount++] = PrefixTrie.key(network, length);
      return this;
    }

    /// Spares every connection to a prefix of origins.
    ///
    /// @throws IllegalArgumentException when it is no prefix
    public Builder origin(int network, int length) {
      origins = withRoom(origins, originCount);
      origins[originCount++] = PrefixTrie.key(network, length);
      return this;
    }

    /// Spares every connection to a port.
    ///
    /// @throws IllegalArgumentException when it is not 1..65535
    public Builder port(int port) {
      if (port < 1 || port >= PORTS) {
        throw new IllegalArgumentException("port " + port + " is not in 1..65535");
      }
      if (ports.length == 0) {
        ports = new long[PORTS / Long.SIZE];
      }
      ports[port / Long.SIZE] |= 1L << port;
      return this;
    }

    /// The table of all rules so far.
    public BypassTable build() {
      return new BypassTable(
          PrefixTrie.of(Arrays.copyOf(clients, clientCount)),
          PrefixTrie.of(Arrays.copyOf(origins, originCount)),
          ports.clone());
    }

    private static long[] withRoom(long[] keys, int used) {
      return used < keys.length ? keys : Arrays.copyOf(keys, 2 * keys.length);
    }
  }
}
