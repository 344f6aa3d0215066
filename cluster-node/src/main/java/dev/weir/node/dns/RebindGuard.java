package dev.weir.node.dns;

import dev.weir.cache.match.HostPattern;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/// Which addresses a name may have for an explicit client: names that anybody can make must not
/// lead into the networks behind the node (DNS rebinding). Pure.
///
/// @param on whether it keeps anything away
/// @param inside patterns of hosts that may have private addresses
/// @param own whether an address is this host's
public record RebindGuard(boolean on, List<String> inside, Predicate<InetAddress> own) {
  /// Every address is let pass.
  public static final RebindGuard OFF = new RebindGuard(false, List.of(), _ -> false);

  /// Copies the patterns.
  public RebindGuard {
    inside = List.copyOf(inside);
  }

  /// What is left of what a name was found to be.
  public Lookup guard(String name, Lookup lookup) {
    if (!on
        || !(lookup instanceof Lookup.Found(List<InetAddress> addresses))
        || inside.stream().anyMatch(pattern -> HostPattern.has(pattern, name))) {
      return lookup;
    }
    List<InetAddress> left =
        addresses.stream().filter(it -> !isPrivate(it) && !own.test(it)).toList();
    return left.isEmpty() ? new Lookup.Rebound() : new Lookup.Found(left);
  }

  /// Whether an address has a meaning in some network only (RFC 6890), or carries one that has.
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    return switch (address) {
      case Inet4Address ipv4 -> isPrivate(ipv4.getAddress(), 0);
      case Inet6Address ipv6 -> isPrivate(ipv6.getAddress());
      default -> true;
    };
  }

  private static boolean isPrivate(byte[] ipv6) {
    int first = (ipv6[0] & 0xff) << 8 | (ipv6[1] & 0xff);
    boolean unique = (first & 0xfe00) == 0xfc00;
    boolean sixToFour = first == 0x2002 && isPrivate(ipv6, 2);
    boolean translated =
        first == 0x0064
            && ((ipv6[2] & 0xff) << 8 | (ipv6[3] & 0xff)) == 0xff9b
            && isPrivate(ipv6, 12);
    boolean mapped = first == 0 && ipv6[2] == 0 && ipv6[3] == 0;
    return unique || sixToFour || translated || mapped;
  }

  private static boolean isPrivate(byte[] octets, int at) {
    int first = octets[at] & 0xff;
    int second = octets[at + 1] & 0xff;
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 169 && second == 254)
        || (first == 172 && (second & 0xf0) == 16)
        || (first == 192 && second == 168)
        || (first == 198 && (second & 0xfe) == 18);
  }
}
