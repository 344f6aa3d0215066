package dev.weir.router.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The addresses of this host's interfaces, as they are now.
public final class Interfaces {
  private Interfaces() {}

  /// The first IPv4 address of an interface.
  public static Optional<Inet4Address> address(String name) {
    try {
      var found = NetworkInterface.getByName(name);
      return found == null
          ? Optional.empty()
          : found.getInterfaceAddresses().stream()
              .map(InterfaceAddress::getAddress)
              .flatMap(it -> it instanceof Inet4Address ipv4 ? Stream.of(ipv4) : Stream.empty())
              .findFirst();
    } catch (SocketException gone) {
      return Optional.empty();
    }
  }

  /// Whether an address is on a link of ours, so that a packet can be handed to it as it is (§6.4).
  public static boolean isNeighbour(InetAddress address) {
    try {
      return address instanceof Inet4Address ipv4
          && NetworkInterface.networkInterfaces()
              .flatMap(it -> it.getInterfaceAddresses().stream())
              .anyMatch(own -> sameLink(own, ipv4));
    } catch (SocketException gone) {
      return false;
    }
  }

  /// The interface names of a configuration with the addresses they have.
  public static List<Inet4Address> addresses(Iterable<String> names) {
    return java.util.stream.StreamSupport.stream(names.spliterator(), false)
        .flatMap(name -> address(name).stream())
        .toList();
  }

  private static boolean sameLink(InterfaceAddress own, Inet4Address other) {
    if (!(own.getAddress() instanceof Inet4Address mine) || own.getNetworkPrefixLength() == 0) {
      return false;
    }
    int mask = -1 << (32 - own.getNetworkPrefixLength());
    return ((bits(mine) ^ bits(other)) & mask) == 0;
  }

  private static int bits(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
