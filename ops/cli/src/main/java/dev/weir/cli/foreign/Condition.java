package dev.weir.cli.foreign;

import java.util.ArrayList;
import java.util.List;

/// What ACLs that stand in one line mean together, in our words: of each list one item must match.
record Condition(
    List<String> clients,
    List<String> prefixes,
    List<String> hosts,
    List<String> urls,
    List<String> paths,
    List<String> methods) {
  /// Everything.
  static final Condition ALL =
      new Condition(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

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
        one(methods, other.methods));
  }

  private static List<String> one(List<String> some, List<String> others) throws Unsayable {
    if (!some.isEmpty() && !others.isEmpty()) {
      throw new Unsayable("two ACLs of one kind in a line");
    }
    return some.isEmpty() ? others : some;
  }

  /// As keys of a chain rule.
  List<String> chainKeys() throws Unsayable {
    if (!paths.isEmpty()) {
      throw new Unsayable("urlpath_regex does not go into proxy.chain: write it as urls");
    }
    var keys = new ArrayList<String>();
    add(keys, "hosts", hosts);
    add(keys, "prefixes", prefixes);
    add(keys, "urls", urls);
    add(keys, "methods", methods);
    add(keys, "clients", clients);
    return keys;
  }

  /// As keys of a cache rule.
  List<String> cacheKeys() throws Unsayable {
    if (!prefixes.isEmpty() || !urls.isEmpty() || !methods.isEmpty()) {
      throw new Unsayable("cache.rules know hosts, paths, types and clients alone");
    }
    var keys = new ArrayList<String>();
    add(keys, "hosts", hosts);
    add(keys, "paths", paths.stream().map(it -> "~" + it).toList());
    add(keys, "clients", clients);
    return keys;
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
