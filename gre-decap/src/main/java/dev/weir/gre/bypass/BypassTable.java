package dev.weir.gre.bypass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which connections are not to be intercepted: those of some clients, to some origins, to some
/// ports, and those to single addresses and ports, of all clients or of one. Immutable.
///
/// The cost of a lookup does not depend on the number of prefixes, and only by its logarithm on the
/// number of single addresses; it allocates nothing.
public final class BypassTable {
  /// The table that spares nobody.
  public static final BypassTable EMPTY = new Builder().build();

  private static final int PORTS = 1 << 16;

  private final PrefixTrie clients;
  private final PrefixTrie origins;
  private final long[] ports;
  private final FlowSet flows;

  private BypassTable(PrefixTrie clients, PrefixTrie origins, long[] ports, FlowSet flows) {
    this.clients = clients;
    this.origins = origins;
    this.ports = ports;
    this.flows = flows;
  }

  /// Whether a connection of this client to this origin and port, 0..65535, is spared.
  public boolean spares(int client, int origin, int port) {
    return (ports.length > 0 && (ports[port / Long.SIZE] & 1L << port) != 0)
        || origins.longestAround(origin) != PrefixTrie.NO_PREFIX
        || clients.longestAround(client) != PrefixTrie.NO_PREFIX
        || flows.contains(client, origin, port);
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

  /// The single addresses and ports of all clients, each as `192.0.2.1 . 80`, likewise.
  public Stream<String> places() {
    return flows.ofAll();
  }

  /// Those of one client each, as `10.0.0.1 . 192.0.2.1 . 80`, likewise.
  public Stream<String> pairs() {
    return flows.ofOne();
  }

  /// How many different single addresses and ports it holds, of all clients or of one.
  public int flowCount() {
    return flows.size();
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
    return clients.octets() + origins.octets() + (long) ports.length * Long.BYTES + flows.octets();
  }

  /// Collects rules. Confined to one thread.
  public static final class Builder {
    private long[] clients = new long[8];
    private long[] origins = new long[8];
    private long[] ports = new long[0];
    private final List<FlowSet.Flow> flows = new ArrayList<>();
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

    /// Spares every connection to one address and port.
    ///
    /// @throws IllegalArgumentException when the port is not 1..65535
    public Builder place(int origin, int port) {
      flows.add(new FlowSet.Flow(FlowSet.ANY_CLIENT, origin, port));
      return this;
    }

    /// Spares the connections of one client, whose address is not 0, to one address and port.
    ///
    /// @throws IllegalArgumentException when the port is not 1..65535, or the client is nobody
    public Builder pair(int client, int origin, int port) {
      if (client == FlowSet.ANY_CLIENT) {
        throw new IllegalArgumentException("nobody has the address 0.0.0.0");
      }
      flows.add(new FlowSet.Flow(client, origin, port));
      return this;
    }

    /// The table of all rules so far.
    public BypassTable build() {
      return new BypassTable(
          PrefixTrie.of(Arrays.copyOf(clients, clientCount)),
          PrefixTrie.of(Arrays.copyOf(origins, originCount)),
          ports.clone(),
          flows.isEmpty() ? FlowSet.EMPTY : FlowSet.of(flows));
    }

    private static long[] withRoom(long[] keys, int used) {
      return used < keys.length ? keys : Arrays.copyOf(keys, 2 * keys.length);
    }
  }
}
