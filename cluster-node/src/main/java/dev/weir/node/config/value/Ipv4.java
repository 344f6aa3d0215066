package dev.weir.node.config.value;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// IPv4 addresses and prefixes as text: four decimal numbers, without leading zeros, never a name.
public final class Ipv4 {
  static final Inet4Address EXAMPLE = of(192, 0, 2, 11);

  private static final String REMEDY = "write four numbers 0-255";
  private static final Pattern QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private Ipv4() {}

  static Inet4Address of(int a, int b, int c, int d) {
    byte[] octets = {(byte) a, (byte) b, (byte) c, (byte) d};
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException with the reason and what to write instead
  public static Inet4Address parse(String text) {
    try {
      return read(text);
    } catch (Unreadable e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" " + e.getMessage() + "; " + e.remedy(), e);
    }
  }

  static Inet4Address read(String text) throws Unreadable {
    if (!QUAD.matcher(text).matches()) {
      throw new Unreadable("is not an IPv4 address", REMEDY);
    }
    int[] octets = new int[4];
    String[] parts = text.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      octets[i] = Integer.parseInt(parts[i]);
      if (octets[i] > 255) {
        throw new Unreadable("is not an IPv4 address", REMEDY);
      }
    }
    return of(octets[0], octets[1], octets[2], octets[3]);
  }

  static Prefix prefix(String text) throws Unreadable {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
      throw new Unreadable("is not a prefix", "write ADDRESS/LENGTH, such as 192.0.2.0/24");
    }
    int length = Integer.parseInt(text.substring(slash + 1));
    Inet4Address network = read(text.substring(0, slash));
    Inet4Address cut = cut(network, length);
    if (!cut.equals(network)) {
      throw new Unreadable("has bits set after the prefix", "write " + new Prefix(cut, length));
    }
    return new Prefix(network, length);
  }

  private static Inet4Address cut(Inet4Address address, int length) {
    byte[] octets = address.getAddress();
    int mask = Prefix.mask(length);
    return of(
        octets[0] & mask >>> 24, octets[1] & mask >>> 16, octets[2] & mask >>> 8, octets[3] & mask);
  }
}
