package dev.weir.router.host;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import java.util.ArrayList;
import java.util.List;

/// An access list as rules of nft, which say of every packet what [AccessList#permits] says.
final class ListRules {
  private static final String LATER_FRAGMENT = "ip frag-off & 0x1fff != 0 ";

  private ListRules() {}

  /// The rules, in the order of the entries.
  ///
  /// @param permitted what becomes of a packet that the list permits, as statements of nft
  /// @param denied of one that it denies, or that no entry matches
  static List<String> of(AccessList list, String permitted, String denied) {
    var rules = new ArrayList<String>();
    for (AccessEntry entry : list.entries()) {
      String hosts = protocol(entry) + hosts(entry);
      String ports = port("sport", entry.sourcePort()) + port("dport", entry.destinationPort());
      if (!ports.isEmpty() && entry.permit()) { // a later fragment has no ports to look at
        rules.add(hosts + LATER_FRAGMENT + permitted);
      }
      if (matchesSome(entry.sourcePort()) && matchesSome(entry.destinationPort())) {
        rules.add(hosts + ports + (entry.permit() ? permitted : denied));
      }
    }
    rules.add(denied);
    return List.copyOf(rules);
  }

  private static String protocol(AccessEntry entry) {
    return entry.protocol() == AccessEntry.ANY_PROTOCOL
        ? ""
        : "ip protocol " + entry.protocol() + " ";
  }

  private static String hosts(AccessEntry entry) {
    return address("saddr", entry.source()) + address("daddr", entry.destination());
  }

  private static String address(String side, AddressTest test) {
    return test.equals(AddressTest.ANY)
        ? ""
        : "ip " + side + " & " + quad(~test.wildcard()) + " == " + quad(test.address()) + " ";
  }

  private static String port(String side, PortTest test) {
    if (test.equals(PortTest.ANY)) {
      return "";
    }
    String ports =
        test.least() == test.most()
            ? Integer.toString(test.least())
            : test.least() + "-" + test.most();
    return "th " + side + (test.inverted() ? " != " : " ") + ports + " ";
  }

  /// Not so `lt 0` and `gt 65535`.
  private static boolean matchesSome(PortTest test) {
    return !test.inverted() || !test.equals(PortTest.above(65_535));
  }

  private static String quad(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
