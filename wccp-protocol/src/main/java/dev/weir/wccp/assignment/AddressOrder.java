package dev.weir.wccp.assignment;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.Comparator;

/// The order of IPv4 addresses: unsigned, most significant octet first (§4.3).
///
/// 10.0.0.3 comes before 10.0.0.200, and 9.0.0.0 before 192.0.2.1.
public enum AddressOrder implements Comparator<Inet4Address> {
  /// The one order.
  UNSIGNED;

  @Override
  public int compare(Inet4Address left, Inet4Address right) {
    return Arrays.compareUnsigned(left.getAddress(), right.getAddress());
  }
}
