package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;

/// The order of addresses: unsigned, most significant octet first (§4.3).
///
/// 10.0.0.3 comes before 10.0.0.200, and 9.0.0.0 before 192.0.2.1. A group has addresses of one
/// family; IPv4 comes before IPv6.
public enum AddressOrder implements Comparator<InetAddress> {
  /// The one order.
  UNSIGNED;

  @Override
  public int compare(InetAddress left, InetAddress right) {
    byte[] one = left.getAddress();
    byte[] other = right.getAddress();
    return one.length == other.length
        ? Arrays.compareUnsigned(one, other)
        : Integer.compare(one.length, other.length);
  }
}
