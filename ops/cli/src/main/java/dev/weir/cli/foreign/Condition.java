package dev.weir.cli.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// What ACLs that stand in one line mean together, in our words: of each list one item must match.
record Condition(
    List<String> clients,
    List<String> prefixes,
    List<String> hosts,
    List<String> urls,
    List<String> paths,
    List<String> methods,
    List<String> ports,
    List<String> hours) {
  /// Everything.
  static final Condition ALL = of(0, List.of());

  /// What one kind of ACL says: the list of this place, the others empty.
  static Condition of(int place, List<String> values) {
    IntFunction<List<String>> at = it -> it == place ? values : List.of();
    return new Condition(
        at.apply(0),
        at.apply(1),
        at.apply(2),
        at.apply(3),
        at.apply(4),
        at.apply(5),
        at.apply(6),
        at.apply(7));
  }

  private static final int VALUES_MAX = 1_000;

  boolean isAll() {
    return equals(ALL);
  }

  /// Both together; a list that both have cannot be said.
  ///
  /// @throws Unsayable with the reason
  Condition and(Condition other) throws Unsayable {
    return new Condition(
        one(clients, other.clients),
        one(prefixes, other.prefixes),
        one(hosts, other.hosts),
        one(urls, other.urls),
        one(paths, other.paths),
        one(methods, other.methods),
        one(ports, other.ports),
        one(hours, other.hours));
  }

  private static List<String> one(List<String> some, List<String> others) throws Unsayable {
    if (!some.isEmpty() && !others.isEmpty()) {
      throw new Unsayable("two ACLs of one kind in a line");
    }
    return some.isEmpty() ? others : some;
  }

  /// As keys of a chain rule.
  List<String> chainKeys() throws Unsayable {
    if (!paths.isEmpty() || !hours.isEmpty()) {
      throw new Unsayable("proxy.chain knows no urlpath_regex, which is urls, and no time");
    }
    var keys = new ArrayList<String>();
    add(keys, "hosts", hosts);
    add(keys, "prefixes", prefixes);
    add(keys, "urls", one(urls, ports.stream().map(Condition::ofPort).toList()));
    add(keys, "methods", methods);
    add(keys, "clients", clients);
    return keys;
  }

  /// Whether it is about nothing but who asks.
  boolean isOfClients() {
    return equals(of(0, clients));
  }

  /// As keys of a rule of access.
  List<String> accessKeys() throws Unsayable {
    var keys = new ArrayList<String>();
    add(keys, "clients", clients);
    add(keys, "hosts", patterns(hosts));
    add(keys, "paths", paths.stream().map(it -> "~" + it).toList());
    add(keys, "urls", urls);
    add(keys, "methods", methods);
    add(keys, "destinations", prefixes);
    if (!ports.isEmpty()) {
      keys.add("ports: [" + String.join(", ", ports) + "]");
    }
    add(keys, "when", hours);
    for (List<String> each : List.of(clients, hosts, paths, urls, prefixes, hours)) {
      if (each.size() > VALUES_MAX) {
        throw new Unsayable("it has more than " + VALUES_MAX + " values: make them a list");
      }
    }
    return keys;
  }

  /// A port as it stands in a URL, or behind the host of a CONNECT.
  private static String ofPort(String port) {
    return port.equals("80")
        ? "^http://[^/:]*(?:/|$)|^[^/:]*:80$"
        : "^(?:http://)?[^/:]*:" + port + "(?:/|$)";
  }

  /// As keys of a cache rule.
  List<String> cacheKeys() throws Unsayable {
    if (Stream.of(prefixes, urls, methods, ports, hours).anyMatch(it -> !it.isEmpty())) {
      throw new Unsayable("cache.rules know hosts, paths, types and clients alone");
    }
    var keys = new ArrayList<String>();
    add(keys, "hosts", patterns(hosts));
    add(keys, "paths", paths.stream().map(it -> "~" + it).toList());
    add(keys, "clients", clients);
    return keys;
  }

  /// Names as rules of cache and access have them, which know no `.example.com`.
  private static List<String> patterns(List<String> hosts) {
    return hosts.stream()
        .flatMap(it -> it.startsWith(".") ? Stream.of(it.substring(1), "*" + it) : Stream.of(it))
        .toList();
  }

  private static void add(List<String> keys, String key, List<String> values) {
    if (!values.isEmpty()) {
      keys.add(key + ": " + Yaml.list(values));
    }
  }

  /// Why something cannot be said in our configuration.
  static final class Unsayable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsayable(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
