package dev.weir.router.config;

import dev.weir.node.config.value.Prefix;
import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// The words of one rule, read from left to right; total.
///
/// ```
/// (permit | deny) (ip | tcp | udp | icmp | gre | 0..255) HOSTS [PORTS] HOSTS [PORTS]
/// HOSTS = any | ADDRESS | PREFIX        PORTS = (eq | neq | lt | gt) PORT | range PORT PORT
/// ```
final class RuleText {
  private static final Map<String, Integer> PROTOCOLS =
      Map.of("ip", AccessEntry.ANY_PROTOCOL, "icmp", 1, "tcp", 6, "udp", 17, "gre", 47);
  private static final int PORT_MAX = 65_535;

  private final String text;
  private final Deque<String> words;
  private String reason = "";

  RuleText(String text) {
    this.text = text;
    this.words = new ArrayDeque<>(Arrays.asList(text.strip().split("\\s+")));
  }

  /// What the words mean, or nothing; then there is a [#reason].
  Optional<AccessEntry> entry() {
    try {
      boolean permit = permit();
      int protocol = protocol();
      AddressTest source = hosts();
      PortTest sourcePort = ports(protocol);
      AddressTest destination = hosts();
      PortTest destinationPort = ports(protocol);
      if (!words.isEmpty()) {
        throw new Unread("\"" + words.peek() + "\" is too much");
      }
      return Optional.of(
          new AccessEntry(permit, protocol, source, destination, sourcePort, destinationPort));
    } catch (Unread e) {
      reason = "\"" + text + "\": " + e.getMessage();
      return Optional.empty();
    }
  }

  /// Why there is no entry.
  String reason() {
    return reason;
  }

  private boolean permit() throws Unread {
    String word = next("permit or deny");
    return switch (word) {
      case "permit" -> true;
      case "deny" -> false;
      default -> throw new Unread("\"" + word + "\" is neither permit nor deny");
    };
  }

  private int protocol() throws Unread {
    String word = next("the protocol");
    Integer named = PROTOCOLS.get(word);
    return named == null ? number(word, 255, "a protocol") : named;
  }

  private AddressTest hosts() throws Unread {
    String word = next("an address, a prefix or any");
    if (word.equals("any")) {
      return AddressTest.ANY;
    }
    int slash = word.indexOf('/');
    String address = slash < 0 ? word : word.substring(0, slash);
    int length = slash < 0 ? 32 : number(word.substring(slash + 1), 32, "a prefix length");
    try {
      byte[] octets = Inet4Address.ofLiteral(address).getAddress();
      return new AddressTest(ByteBuffer.wrap(octets).getInt(), ~Prefix.mask(length));
    } catch (IllegalArgumentException e) {
      throw new Unread("\"" + word + "\" is no address, prefix or any", e);
    }
  }

  private PortTest ports(int protocol) throws Unread {
    String word = words.peek();
    if (word == null || !word.matches("eq|neq|lt|gt|range")) {
      return PortTest.ANY;
    }
    if (protocol != 6 && protocol != 17) {
      throw new Unread("only tcp and udp have ports");
    }
    words.remove();
    int port = number(next("a port"), PORT_MAX, "a port");
    return switch (word) {
      case "eq" -> PortTest.equal(port);
      case "neq" -> PortTest.notEqual(port);
      case "lt" -> PortTest.below(port);
      case "gt" -> PortTest.above(port);
      default -> range(port, number(next("a second port"), PORT_MAX, "a port"));
    };
  }

  private static PortTest range(int least, int most) throws Unread {
    if (least > most) {
      throw new Unread("the range " + least + " " + most + " is empty");
    }
    return PortTest.range(least, most);
  }

  private static int number(String word, int most, String what) throws Unread {
    if (word.matches("[0-9]{1,5}") && Integer.parseInt(word) <= most) {
      return Integer.parseInt(word);
    }
    throw new Unread("\"" + word + "\" is not " + what);
  }

  private String next(String what) throws Unread {
    String word = words.poll();
    if (word == null || word.isEmpty()) {
      throw new Unread(what + " is missing");
    }
    return word;
  }

  /// The words stop making sense here.
  private static final class Unread extends Exception {
    private static final long serialVersionUID = 1;

    Unread(String why) {
      super(why);
    }

    Unread(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
