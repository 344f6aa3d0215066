package dev.weir.node.proxy.access;

import dev.weir.node.proxy.access.list.PrefixSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Where a client may be led that leaves it to us to find its hosts: nowhere that means this host,
/// its own network, or nobody, however that is written. It is asked of the very address to which a
/// connection is made. Pure.
///
/// @param own the addresses of this host
/// @param nodes those of the other nodes
/// @param closedPorts of this host and of nodes, which no exception opens
/// @param exceptions prefixes to which clients are led nevertheless
public record Reach(
    Predicate<InetAddress> own,
    Set<InetAddress> nodes,
    Set<Integer> closedPorts,
    PrefixSet exceptions)
    implements Predicate<InetSocketAddress> {
  /// Why nobody is led to an address.
  public enum Refused {
    /// A port by which nodes are governed or speak with each other.
    CLOSED_PORT,
    /// It is this host.
    OWN,
    /// `0.0.0.0/8` and `::` (RFC 1122 §3.2.1.3).
    UNSPECIFIED,
    /// `127.0.0.0/8` and `::1`.
    LOOPBACK,
    /// `169.254.0.0/16` and `fe80::/10`.
    LINK_LOCAL,
    /// Where clouds tell their machines secrets.
    METADATA,
    /// `224.0.0.0/4` and `ff00::/8`.
    MULTICAST,
    /// `240.0.0.0/4`, the broadcast address included (RFC 1112 §4).
    RESERVED
  }

  private static final PrefixSet METADATA =
      PrefixSet.of(
          "169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192");
  private static final PrefixSet UNSPECIFIED = PrefixSet.of("0.0.0.0/8", "::");
  private static final PrefixSet RESERVED = PrefixSet.of("240.0.0.0/4");

  /// Prefixes of IPv6 behind which an IPv4 address stands, and at which octet: compatible and
  /// translated ones (RFC 4291 §2.5.5, RFC 2765 §2.1), NAT64 (RFC 6052 §2.1), 6to4 (RFC 3056 §2).
  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(PrefixSet.of("::/96"), 12),
          new Embedding(PrefixSet.of("::ffff:0:0:0/96"), 12),
          new Embedding(PrefixSet.of("64:ff9b::/96"), 12),
          new Embedding(PrefixSet.of("64:ff9b:1::/48"), 12),
          new Embedding(PrefixSet.of("2002::/16"), 2));

  private record Embedding(PrefixSet prefix, int at) {}

  /// Copies the sets.
  public Reach {
    nodes = Set.copyOf(nodes);
    closedPorts = Set.copyOf(closedPorts);
  }

  /// Whether a client may be led there.
  @Override
  public boolean test(InetSocketAddress where) {
    return refusal(where).isEmpty();
  }

  /// Why nobody is led there; empty when everybody may be.
  public Optional<Refused> refusal(InetSocketAddress where) {
    InetAddress meant = meant(where.getAddress());
    Optional<Refused> why = kind(meant);
    boolean here = own.test(meant);
    boolean local = here || nodes.contains(meant) || meant.isLoopbackAddress();
    if ((local || UNSPECIFIED.has(meant)) && closedPorts.contains(where.getPort())) {
      return Optional.of(Refused.CLOSED_PORT);
    }
    if (exceptions.has(meant)) {
      return Optional.empty();
    }
    return why.isEmpty() && here ? Optional.of(Refused.OWN) : why;
  }

  private static Optional<Refused> kind(InetAddress address) {
    if (METADATA.has(address)) {
      return Optional.of(Refused.METADATA);
    }
    if (UNSPECIFIED.has(address)) {
      return Optional.of(Refused.UNSPECIFIED);
    }
    if (address.isLoopbackAddress()) {
      return Optional.of(Refused.LOOPBACK);
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of(Refused.LINK_LOCAL);
    }
    if (address.isMulticastAddress()) {
      return Optional.of(Refused.MULTICAST);
    }
    return RESERVED.has(address) ? Optional.of(Refused.RESERVED) : Optional.empty();
  }

  /// The address behind one that stands for another.
  private static InetAddress meant(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return address;
    }
    for (Embedding embedding : EMBEDDINGS) {
      if (embedding.prefix.has(address)) {
        return address(Arrays.copyOfRange(octets, embedding.at, embedding.at + 4));
      }
    }
    return address;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  /// Whether a host can be nobody's name: its last label is a number, as in the old ways to write
  /// an address, which some resolvers still read (`0x7f.1`, `0177.0.0.1`).
  public static boolean isNumber(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = bare.substring(bare.lastIndexOf('.') + 1);
    return !last.isEmpty()
        && (last.chars().allMatch(c -> c >= '0' && c <= '9')
            || (last.startsWith("0x")
                && last.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0)));
  }
}
