package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where clients come in, and which of them may: `http_port` and `http_access`.
final class PortLines {
  private static final int NAME_MAX = 50;

  private final Draft draft;
  private final Set<String> clients = new LinkedHashSet<>();
  private final List<String> accelerated = new ArrayList<>();
  private String forward = "";
  private String divert = "";
  private final Set<String> tunnelPorts = new LinkedHashSet<>();
  private final List<String> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private boolean byRules;
  private boolean lastAllows;
  private boolean closed;

  PortLines(Draft draft) {
    this.draft = draft;
  }

  /// Whether connections are diverted.
  boolean diverts() {
    return !divert.isEmpty();
  }

  /// Whether clients are configured to use it.
  boolean isForward() {
    return !forward.isEmpty();
  }

  /// `http_port [ADDRESS:]PORT [intercept|tproxy|accel] …`.
  void port(SquidLine line) throws Unsayable {
    String listen = line.word(0).contains(":") ? line.word(0) : "0.0.0.0:" + line.word(0);
    if (!listen.matches("[0-9.]+:[1-9][0-9]{0,4}")) {
      throw new Unsayable("a listener is an IPv4 address and a port");
    }
    List<String> options = line.from(1);
    if (options.stream().anyMatch(it -> it.startsWith("ssl-bump") || it.startsWith("cert="))) {
      draft.leave(line, "TLS is not opened");
    }
    if (options.contains("tproxy")) {
      divert = "tproxy";
    } else if (options.contains("intercept") || options.contains("transparent")) {
      divert = divert.isEmpty() ? "redirect" : divert;
    } else if (options.contains("accel") || options.contains("vhost")) {
      String site = line.option("defaultsite").replaceAll(":.*", "");
      boolean one = !site.isEmpty() && !options.contains("vhost");
      accelerated.add(listen + " " + (one ? site : "*"));
    } else if (forward.isEmpty()) {
      forward = listen;
    } else {
      throw new Unsayable("proxy.forward has one listener");
    }
  }

  /// `http_access allow|deny ACL…`.
  void access(SquidLine line) throws Unsayable {
    boolean allows = line.word(0).equals("allow");
    List<String> names = line.from(1);
    if (closed) {
      throw new Unsayable("nothing comes behind deny all");
    }
    if (!allows && names.equals(List.of("all"))) {
      closed = true;
      return;
    }
    Optional<List<String>> tunnels = allows ? Optional.empty() : draft.acls.tunnelPorts(names);
    if (tunnels.isPresent()) {
      tunnelPorts.addAll(tunnels.get());
      return;
    }
    Condition what = draft.acls.all(names);
    if (allows && what.clients().isEmpty()) {
      draft.leave(
          line,
          what.isAll()
              ? "an open proxy: write the prefixes of your clients"
              : "proxy.forward.clients has to name whoever it is about");
    }
    byRules |= !allows || !what.isOfClients();
    lastAllows = allows;
    if (allows) {
      clients.addAll(what.clients());
    }
    rule(allows ? "allow" : "deny", String.join("-", names), what.accessKeys());
  }

  private void rule(String then, String about, List<String> keys) {
    String name = Yaml.name(then + "-" + about);
    String unique = name.substring(0, Math.min(NAME_MAX, name.length()));
    for (int i = 2; !names.add(unique); i++) {
      unique = name.substring(0, Math.min(NAME_MAX, name.length())) + "-" + i;
    }
    var all = new ArrayList<String>(List.of("name: " + unique, "then: " + then));
    all.addAll(keys);
    rules.add("- { " + String.join(", ", all) + " }");
  }

  /// Squid denies what no line is about when the last one allows. Where lines say nothing but which
  /// clients may come in, that is said by the listener.
  private void rules() {
    if (!byRules) {
      return;
    }
    if (closed || lastAllows) {
      rule("deny", "rest", List.of());
    }
    draft.yaml.add("proxy/access", "rules:");
    rules.forEach(it -> draft.yaml.add("proxy/access", "  " + it));
  }

  /// Writes the sections, once every line was taken.
  void finish(String file, WccpLines wccp, List<String> origins) {
    rules();
    if (isForward()) {
      if (clients.isEmpty()) {
        clients.add("127.0.0.1/32");
        draft.miss(file, "proxy.forward.clients", "no http_access names prefixes of clients");
      }
      draft.yaml.add("proxy/forward", "listen: " + Yaml.quoted(forward));
      draft.yaml.add("proxy/forward", "clients: " + Yaml.list(List.copyOf(clients)));
      if (!tunnelPorts.isEmpty()) {
        draft.yaml.add("proxy/forward", "connect-ports: [" + String.join(", ", tunnelPorts) + "]");
      }
    }
    reverse(file, origins);
    if (diverts() || wccp.isWanted()) {
      draft.yaml.add("gre", "# The device that faces routers or clients.");
      draft.yaml.add("gre", "interface: eth0");
      draft.yaml.add("proxy/intercept", "ports: [" + String.join(", ", wccp.ports()) + "]");
      boolean client = draft.yaml.has("origin", "address");
      draft.yaml.add(
          "proxy/intercept", "divert: " + (divert.isEmpty() || client ? "tproxy" : divert));
      draft.miss(file, "gre.interface", "no line of Squid's says by which device packets come");
      if (!wccp.isWanted()) {
        String from = clients.isEmpty() ? "['10.0.0.0/8']" : Yaml.list(List.copyOf(clients));
        draft.yaml.add("proxy/intercept", "plain: [{ interface: eth0, from: " + from + " }]");
      }
    }
  }

  private void reverse(String file, List<String> origins) {
    if (origins.isEmpty() && !accelerated.isEmpty()) {
      draft.miss(
          file, "http_port accel", "no cache_peer with originserver says where the sites are");
      return;
    }
    for (String site : accelerated) {
      String listen = site.substring(0, site.indexOf(' '));
      String host = site.substring(site.indexOf(' ') + 1);
      draft.yaml.add(
          "proxy/reverse",
          "- { listen: "
              + Yaml.quoted(listen)
              + ", hosts: "
              + Yaml.list(List.of(host))
              + ", origins: "
              + Yaml.list(origins)
              + " }");
    }
  }
}
