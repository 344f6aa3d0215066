package dev.weir.router.ios;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import dev.weir.router.ios.word.Ipv4Bits;
import dev.weir.router.ios.word.PortNames;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import java.util.ArrayList;
import java.util.List;

/// A line of an access list: `permit` or `deny`, and what it looks for.
final class AccessLine {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int PORTS_MAX = 10;
  private static final String[] TESTS = {"eq", "gt", "lt", "neq", "range"};

  private AccessLine() {}

  /// The entries of the line: one, or with `eq` and several ports one for each of them.
  static List<AccessEntry> read(Words words, boolean standard) throws Refused {
    boolean permit = words.choose("deny", "permit").equals("permit");
    if (standard) {
      AccessEntry entry = AccessEntry.ofSource(permit, address(words, "source", true));
      words.take("log");
      words.end();
      return List.of(entry);
    }
    int protocol = PortNames.protocol(words);
    AddressTest source = address(words, "source", false);
    List<PortTest> sourcePorts = ports(words, protocol);
    AddressTest destination = address(words, "destination", false);
    List<PortTest> ports = ports(words, protocol);
    log(words);
    var entries = new ArrayList<AccessEntry>();
    for (PortTest sourcePort : sourcePorts) {
      for (PortTest port : ports) {
        entries.add(new AccessEntry(permit, protocol, source, destination, sourcePort, port));
      }
    }
    return List.copyOf(entries);
  }

  /// `any`, `host A`, `A WILDCARD`; in a standard list also `A` alone.
  private static AddressTest address(Words words, String what, boolean alone) throws Refused {
    if (!words.isAddress()) {
      return words.choose("any", "host").equals("any")
          ? AddressTest.ANY
          : AddressTest.host(Ipv4Bits.of(words.address(what)));
    }
    int address = Ipv4Bits.of(words.address(what));
    if (alone && !words.isAddress()) {
      return AddressTest.host(address);
    }
    int wildcard = Ipv4Bits.of(words.address("wildcard of the " + what));
    boolean mask = Integer.numberOfLeadingZeros(~wildcard) == Integer.bitCount(wildcard);
    if (mask && wildcard != -1 && (address & wildcard) != 0) {
      throw words.refused(
          "this is a network mask, and it hides the network",
          "write the wildcard, whose ones are not looked at: 0.0.0.255 for a /24");
    }
    return new AddressTest(address, wildcard);
  }

  private static List<PortTest> ports(Words words, int protocol) throws Refused {
    if ((protocol != TCP && protocol != UDP) || !words.fits(TESTS) || words.fits("log")) {
      return List.of(PortTest.ANY);
    }
    String test = words.choose(TESTS);
    int port = PortNames.port(words, protocol);
    return switch (test) {
      case "gt" -> List.of(PortTest.above(port));
      case "lt" -> List.of(PortTest.below(port));
      case "neq" -> List.of(PortTest.notEqual(port));
      case "range" -> List.of(range(words, port, PortNames.port(words, protocol)));
      default -> equal(words, protocol, port);
    };
  }

  private static PortTest range(Words words, int one, int other) throws Refused {
    if (one > other) {
      throw words.refused("the range ends before it begins", "write range " + other + " " + one);
    }
    return PortTest.range(one, other);
  }

  private static List<PortTest> equal(Words words, int protocol, int first) throws Refused {
    var ports = new ArrayList<PortTest>();
    ports.add(PortTest.equal(first));
    while (PortNames.isPort(words, protocol) && ports.size() < PORTS_MAX) {
      ports.add(PortTest.equal(PortNames.port(words, protocol)));
    }
    return ports;
  }

  private static void log(Words words) throws Refused {
    if (words.fits("established")) {
      throw words.refused(
          "the router redirects connections from their first packet, and looks at no TCP flags",
          "remove established");
    }
    if (words.fits("log", "log-input")) {
      words.choose("log", "log-input");
    }
    words.end();
  }
}
