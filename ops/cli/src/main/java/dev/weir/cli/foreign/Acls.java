package dev.weir.cli.foreign;

import dev.weir.cache.match.Regex;
import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  }

  /// Takes a line `acl NAME TYPE VALUES`.
  void take(SquidLine line, List<String> values) {
    var all = new ArrayList<String>();
    Acl before = acls.get(line.word(0));
    if (before != null && before.type.equals(line.word(1))) {
      all.addAll(before.values);
    }
    all.addAll(values);
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
    List<String> none = List.of();
    return switch (acl.type) {
      case "all" -> Condition.ALL;
      case "src" -> new Condition(prefixes(acl.values), none, none, none, none, none);
      case "dst" -> new Condition(none, prefixes(acl.values), none, none, none, none);
      case "dstdomain" -> new Condition(none, none, domains(acl.values), none, none, none);
      case "dstdom_regex" ->
          new Condition(none, none, none, expressions(acl.values, true), none, none);
      case "url_regex" ->
          new Condition(none, none, none, expressions(acl.values, false), none, none);
      case "urlpath_regex" ->
          new Condition(none, none, none, none, expressions(acl.values, false), none);
      case "method" -> new Condition(none, none, none, none, none, acl.values);
      case "port" -> new Condition(none, none, none, ports(acl.values), none, none);
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
    return "^http://" + begin + "(?:" + inner + ")" + end + "(?:[:/]|$)";
  }

  static String expression(String text) throws Unsayable {
    if (Regex.of(text).isEmpty()) {
      throw new Unsayable("\"" + text + "\" is no expression of RE2");
    }
    return text;
  }

  /// Ports as they stand in a URL.
  private static List<String> ports(List<String> values) throws Unsayable {
    var urls = new ArrayList<String>();
    for (String value : values) {
      if (!value.matches("[0-9]{1,5}")) {
        throw new Unsayable("a range of ports");
      }
      urls.add(
          value.equals("80") ? "^http://[^/:]*(?:/|$)" : "^http://[^/:]*:" + value + "(?:/|$)");
    }
    return urls;
  }
}
