package dev.weir.cli.foreign;

import dev.weir.cache.match.Regex;
import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.cli.foreign.hours.SquidHours;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The ACLs of a squid.conf, as far as they can be said in our configuration.
final class Acls {
  private record Acl(String type, List<String> values) {}

  private final Map<String, Acl> acls = new HashMap<>();

  /// Those that every Squid knows.
  Acls() {
    acls.put("all", new Acl("all", List.of()));
    acls.put("localhost", new Acl("src", List.of("127.0.0.1/32")));
    acls.put("to_localhost", new Acl("dst", List.of("127.0.0.0/8", "0.0.0.0/32")));
    acls.put("manager", new Acl("manager", List.of()));
    acls.put("CONNECT", new Acl("method", List.of("CONNECT")));
  }

  /// Takes a line `acl NAME TYPE VALUES`.
  void take(SquidLine line, List<String> values) {
    var all = new ArrayList<String>();
    Acl before = acls.get(line.word(0));
    if (before != null && before.type.equals(line.word(1))) {
      all.addAll(before.values);
    }
    values.stream().filter(it -> !all.contains(it)).forEach(all::add);
    acls.put(line.word(0), new Acl(line.word(1), List.copyOf(all)));
  }

  /// What the ACLs of a line mean together.
  Condition all(List<String> names) throws Unsayable {
    Condition together = Condition.ALL;
    for (String name : names) {
      together = together.and(one(name));
    }
    return together;
  }

  private Condition one(String name) throws Unsayable {
    if (name.startsWith("!")) {
      throw new Unsayable(name + ": rules here have no \"not\"; write one for the rest before it");
    }
    Acl acl = acls.get(name);
    if (acl == null) {
      throw new Unsayable("the ACL " + name + " is not defined, or not before");
    }
    return switch (acl.type) {
      case "all" -> Condition.ALL;
      case "src" -> Condition.of(0, prefixes(acl.values));
      case "dst" -> Condition.of(1, prefixes(acl.values));
      case "dstdomain" -> Condition.of(2, domains(acl.values));
      case "dstdom_regex" -> Condition.of(3, expressions(acl.values, true));
      case "url_regex" -> Condition.of(3, expressions(acl.values, false));
      case "urlpath_regex" -> Condition.of(4, expressions(acl.values, false));
      case "method" -> Condition.of(5, acl.values);
      case "port" -> Condition.of(6, ports(acl.values));
      case "time" -> Condition.of(7, hours(acl.values));
      case "manager" -> throw new Unsayable("there is no cache manager here");
      case "proxy_auth" ->
          throw new Unsayable("write proxy.forward.users, and a rule of proxy.access with users");
      default -> throw new Unsayable("ACLs of type " + acl.type + " are not known here");
    };
  }

  private static List<String> domains(List<String> values) throws Unsayable {
    var domains = new ArrayList<String>();
    for (String value : values) {
      if (value.startsWith("-")) {
        throw new Unsayable("the option " + value + " of dstdomain");
      }
      domains.add(value.toLowerCase(Locale.ROOT));
    }
    return domains;
  }

  /// Networks of Squid: an address, a prefix, an address and a mask. Others cannot be said.
  static List<String> prefixes(List<String> values) throws Unsayable {
    var prefixes = new ArrayList<String>();
    for (String value : values) {
      if (value.equals("all")) {
        prefixes.add("0.0.0.0/0");
      } else if (!value.contains(":")) {
        prefixes.add(prefix(value));
      }
    }
    if (prefixes.isEmpty()) {
      throw new Unsayable("it has addresses of IPv6 alone");
    }
    return prefixes;
  }

  private static String prefix(String value) throws Unsayable {
    int slash = value.indexOf('/');
    String length = slash < 0 ? "32" : value.substring(slash + 1);
    try {
      int bits =
          length.contains(".")
              ? Integer.bitCount(
                  java.nio.ByteBuffer.wrap(Inet4Address.ofLiteral(length).getAddress()).getInt())
              : Integer.parseInt(length);
      byte[] octets =
          Inet4Address.ofLiteral(slash < 0 ? value : value.substring(0, slash)).getAddress();
      int network = java.nio.ByteBuffer.wrap(octets).getInt() & Prefix.mask(bits);
      byte[] cut = java.nio.ByteBuffer.allocate(4).putInt(network).array();
      return java.net.InetAddress.getByAddress(cut).getHostAddress() + "/" + bits;
    } catch (IllegalArgumentException | java.net.UnknownHostException e) {
      throw new Unsayable("\"" + value + "\" is no prefix of IPv4");
    }
  }

  /// Expressions of POSIX as those of RE2.
  static List<String> expressions(List<String> values, boolean ofHost) throws Unsayable {
    var expressions = new ArrayList<String>();
    String flags = "";
    for (String value : values) {
      if (value.equals("-i") || value.equals("+i")) {
        flags = value.equals("-i") ? "(?i)" : "";
        continue;
      }
      expressions.add(expression(flags + (ofHost ? host(value) : value)));
    }
    return expressions;
  }

  /// An expression for the host of a URL.
  private static String host(String value) {
    String begin = value.startsWith("^") ? "" : "[^/:]*";
    String end = value.endsWith("$") ? "" : "[^/:]*";
    String inner = value.replaceAll("^\\^|\\$$", "");
    return "^(?:https?://)?" + begin + "(?:" + inner + ")" + end + "(?:[:/]|$)";
  }

  static String expression(String text) throws Unsayable {
    if (Regex.of(text).isEmpty()) {
      throw new Unsayable("\"" + text + "\" is no expression of RE2");
    }
    return text;
  }

  private static List<String> hours(List<String> values) throws Unsayable {
    return SquidHours.of(values)
        .orElseThrow(() ->
            new Unsayable("\"" + String.join(" ", values) + "\" are no days and hours of a day"));
  }

  private static List<String> ports(List<String> values) throws Unsayable {
    for (String value : values) {
      if (!value.matches("[0-9]{1,5}")) {
        throw new Unsayable("a range of ports");
      }
    }
    return values;
  }

  /// The ports of `CONNECT !ACL`, the usual way to say where tunnels may go; empty where a line
  /// says something else.
  Optional<List<String>> tunnelPorts(List<String> names) throws Unsayable {
    List<String> others = names.stream().filter(it -> !isConnect(it)).toList();
    if (names.size() != 2 || others.size() != 1 || !others.getFirst().startsWith("!")) {
      return Optional.empty();
    }
    Acl acl = acls.get(others.getFirst().substring(1));
    return acl != null && acl.type.equals("port")
        ? Optional.of(ports(acl.values))
        : Optional.empty();
  }

  private boolean isConnect(String name) {
    Acl acl = acls.get(name);
    return acl != null && acl.type.equals("method") && acl.values.equals(List.of("CONNECT"));
  }
}
