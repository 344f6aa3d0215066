package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where clients come in, and which of them may: `http_port` and `http_access`.
final class PortLines {
  private final Draft draft;
  private final Set<String> clients = new LinkedHashSet<>();
  private final List<String> accelerated = new ArrayList<>();
  private String forward = "";
  private String divert = "";
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
    if (!allows && line.from(1).equals(List.of("all"))) {
      closed = true;
      return;
    }
    if (closed) {
      throw new Unsayable("nothing comes behind deny all");
    }
    if (!allows) {
      throw new Unsayable("write it into proxy.access");
    }
    Condition who = draft.acls.all(line.from(1));
    boolean byClient =
        who.hosts().isEmpty()
            && who.prefixes().isEmpty()
            && who.urls().isEmpty()
            && who.paths().isEmpty()
            && who.methods().isEmpty();
    if (!byClient) {
      throw new Unsayable("proxy.forward.clients know prefixes alone; write it into proxy.access");
    }
    if (who.isAll()) {
      draft.leave(line, "an open proxy: write the prefixes of your clients");
    }
    clients.addAll(who.clients());
  }

  /// Writes the sections, once every line was taken.
  void finish(String file, WccpLines wccp, List<String> origins) {
    if (isForward()) {
      if (clients.isEmpty()) {
        clients.add("127.0.0.1/32");
        draft.miss(file, "proxy.forward.clients", "no http_access names prefixes of clients");
      }
      draft.yaml.add("proxy/forward", "listen: " + Yaml.quoted(forward));
      draft.yaml.add("proxy/forward", "clients: " + Yaml.list(List.copyOf(clients)));
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
