package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.config.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `cache_peer` and what says which requests go to which peer.
final class PeerLines {
  private static final Set<String> MEANINGLESS =
      Set.of(
          "no-query",
          "default",
          "no-digest",
          "no-netdb-exchange",
          "no-delay",
          "allow-miss",
          "proxy-only",
          "round-robin",
          "weighted-round-robin",
          "carp",
          "sourcehash",
          "userhash",
          "name",
          "weight",
          "connect-timeout",
          "connect-fail-limit",
          "login",
          "originserver");

  private final Draft draft;
  private final List<String> parents = new ArrayList<>();
  private final List<String> origins = new ArrayList<>();
  private final Map<List<String>, List<String>> allowed = new LinkedHashMap<>();
  private final Set<String> restricted = new HashSet<>();
  private final List<String> first = new ArrayList<>();
  private String choose = "first-alive";
  private boolean cached = true;
  private boolean neverDirect;

  PeerLines(Draft draft) {
    this.draft = draft;
  }

  /// Where accelerated hosts are.
  List<String> origins() {
    return origins;
  }

  /// `cache_peer HOST TYPE PORT ICP OPTIONS`.
  void peer(SquidLine line) throws Unsayable {
    String type = line.word(1);
    String address = line.word(0) + ":" + line.word(2);
    if (type.equals("sibling")) {
      throw new Unsayable("nodes of one cluster know each other: cluster.members");
    }
    if (!type.equals("parent")
        || !address(line.word(0))
        || !line.word(2).matches("[1-9][0-9]{0,4}")) {
      throw new Unsayable("no parent that could be asked");
    }
    if (line.words().stream().anyMatch(it -> it.matches("(ssl|tls).*"))) {
      throw new Unsayable("TLS to a parent is not spoken");
    }
    if (line.words().contains("originserver")) {
      if (!isIpv4(line.word(0))) {
        throw new Unsayable("proxy.reverse[].origins are IPv4 addresses");
      }
      origins.add(address);
      return;
    }
    String given = line.option("name");
    String name = Yaml.name(given.isEmpty() ? line.word(0) : given);
    if (parents.contains(name)) {
      throw new Unsayable("a second peer of that name: give it another by name=");
    }
    parents.add(name);
    draft.yaml.add("proxy/parents", "- name: " + name);
    draft.yaml.add("proxy/parents", "  address: " + Yaml.quoted(address));
    options(line, name);
  }

  private void options(SquidLine line, String name) {
    number(line, "weight", 1, 1_000, "weight: %s");
    number(line, "connect-timeout", 1, 30, "connect-timeout: %ss");
    number(line, "connect-fail-limit", 1, 100, "health: { failures: %s }");
    for (String word : line.from(4)) {
      choose =
          switch (word) {
            case "round-robin", "weighted-round-robin" -> "round-robin";
            case "carp", "sourcehash", "userhash" -> "hash";
            default -> choose;
          };
      cached &= !word.equals("proxy-only");
      if (!MEANINGLESS.contains(word.replaceAll("=.*", ""))) {
        draft.leave(line, "the option " + word);
      }
    }
    if (!line.word(3).equals("0") && !line.words().contains("no-query")) {
      draft.leave(line, "ICP is not spoken; the parent is asked by HTTP whether it lives");
    }
    String login = line.option("login");
    if (login.matches("[^:*]+:.+")) {
      String user = login.substring(0, login.indexOf(':'));
      String file = "/etc/weir/" + name + ".password";
      draft.yaml.add(
          "proxy/parents",
          "  # credentials: { user: " + Yaml.quoted(user) + ", password: 'file:" + file + "' }");
      draft.leave(line, "write the password into " + file + ", and take the # from credentials");
    } else if (!login.isEmpty()) {
      draft.leave(line, "login=" + login + ": a client's own credentials are never passed on");
    }
  }

  private void number(SquidLine line, String option, int least, int most, String form) {
    String value = line.option(option);
    if (value.matches("[0-9]{1,6}")) {
      long bounded = Math.max(least, Math.min(most, Long.parseLong(value)));
      draft.yaml.add("proxy/parents", "  " + form.formatted(bounded));
    }
  }

  /// `cache_peer_access NAME allow|deny ACL…`.
  void access(SquidLine line) throws Unsayable {
    String name = Yaml.name(line.word(0));
    if (!parents.contains(name)) {
      throw new Unsayable("no parent of that name was taken over");
    }
    if (line.word(1).equals("deny") && line.from(2).equals(List.of("all"))) {
      restricted.add(name);
      return; // what no rule is about goes to no parent
    }
    if (!line.word(1).equals("allow")) {
      throw new Unsayable(
          "deny before allow: rules here say what goes to a parent, not what does not");
    }
    List<String> keys = draft.acls.all(line.from(2)).chainKeys();
    allowed.computeIfAbsent(keys, _ -> new ArrayList<>()).add(name);
    restricted.add(name);
  }

  /// `always_direct allow|deny ACL…`.
  void alwaysDirect(SquidLine line) throws Unsayable {
    if (line.word(0).equals("deny")) {
      if (!line.from(1).equals(List.of("all"))) {
        throw new Unsayable("deny: only what goes direct can be said");
      }
      return;
    }
    rule(first, draft.acls.all(line.from(1)).chainKeys(), "to: direct");
  }

  /// `never_direct allow|deny ACL…`.
  void neverDirect(SquidLine line) throws Unsayable {
    boolean all = line.from(1).equals(List.of("all"));
    if (line.word(0).equals("allow") && all) {
      neverDirect = true;
    } else if (!line.word(0).equals("deny") || !all) {
      throw new Unsayable("only \"allow all\" can be said, as fallback: fail of each rule");
    }
  }

  /// Writes the rules, once every line was taken.
  void finish() {
    List<String> open = parents.stream().filter(it -> !restricted.contains(it)).toList();
    var rules = new ArrayList<>(first);
    allowed.forEach((keys, names) -> {
      var all = new ArrayList<>(names);
      all.addAll(open);
      rule(rules, keys, to(all));
    });
    if (!open.isEmpty()) {
      rule(rules, List.of(), to(open));
    }
    for (int i = 0; i < rules.size(); i++) {
      draft.yaml.add("proxy/chain", "- { name: rule-" + (i + 1) + ", " + rules.get(i) + " }");
    }
  }

  private String to(List<String> names) {
    return "to: "
        + Yaml.list(names)
        + ", choose: "
        + choose
        + ", fallback: "
        + (neverDirect ? "fail" : "direct")
        + (cached ? "" : ", cache: no");
  }

  private static void rule(List<String> rules, List<String> keys, String to) {
    var all = new ArrayList<>(keys);
    all.add(to);
    rules.add(String.join(", ", all));
  }

  private static boolean address(String host) {
    return Values.isHost(host) || isIpv4(host);
  }

  static boolean isIpv4(String text) {
    try {
      return !Ipv4.parse(text).isMulticastAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
