package dev.weir.wccp.wire;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The addresses that the other components of a 2.01 message refer to by index (§3.0.4, §3.16).
///
/// Index 0 stands for the unspecified address and the empty mask, index `i` for entry `i`. An entry
/// has 4 octets in family 1 and 16 in family 2.
public final class AddressTable {
  /// The IPv4 address family; legal, but discouraged.
  public static final int IPV4 = 1;

  /// The IPv6 address family.
  public static final int IPV6 = 2;

  private static final int FAMILY_AND_LENGTH_OCTETS = 8;

  private final int family;
  private final List<byte[]> entries;

  private AddressTable(int family, List<byte[]> entries) {
    this.family = family;
    this.entries = entries;
  }

  /// A table of sixteen-octet entries, which must be sorted and differ.
  static AddressTable ofSorted(List<byte[]> entries) {
    return new AddressTable(IPV6, entries);
  }

  /// Reads the body of the component. Octets beyond an entry's natural size are ignored.
  public static AddressTable read(WireReader in) throws Malformed {
    int familyAt = in.position();
    int family = in.u16("address family");
    if (family != IPV4 && family != IPV6) {
      throw new Malformed(Malformed.Defect.VALUE, familyAt, "address family " + family);
    }
    int size = naturalSize(family);
    int length = in.u16("address length");
    if (length % 4 != 0 || length < size) {
      throw new Malformed(
          Malformed.Defect.VALUE, familyAt + 2, "addresses of " + length + " octets");
    }
    int count = in.count("number of addresses", 0xffff, length);
    var entries = new ArrayList<byte[]>(count);
    for (int i = 0; i < count; i++) {
      byte[] entry = in.octets(length, "address");
      entries.add(length == size ? entry : Arrays.copyOf(entry, size));
    }
    return new AddressTable(family, entries);
  }

  /// Writes the body of the component.
  public void write(WireWriter out) {
    out.u16(family).u16(naturalSize(family)).u32(entries.size());
    entries.forEach(out::octets);
  }

  /// How many octets the component's body has.
  public int octets() {
    return FAMILY_AND_LENGTH_OCTETS + entries.size() * naturalSize(family);
  }

  /// The octets that an index stands for; empty when it is beyond the table.
  java.util.Optional<byte[]> at(int index) {
    if (index == 0) {
      return java.util.Optional.of(new byte[naturalSize(family)]);
    }
    return index > entries.size()
        ? java.util.Optional.empty()
        : java.util.Optional.of(entries.get(index - 1));
  }

  /// The index of an entry; 0 for one that is all zero.
  int indexOf(byte[] entry) {
    if (Arrays.equals(entry, new byte[entry.length])) {
      return 0;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (Arrays.equals(entries.get(i), entry)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("an address was not collected");
  }

  /// The address as an [InetAddress].
  static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(octets.length + " octets are an address", impossible);
    }
  }

  private static int naturalSize(int family) {
    return family == IPV4 ? 4 : 16;
  }
}
