package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.cli.foreign.Imported.Leftover;
import dev.weir.cli.foreign.log.LogFormat;
import dev.weir.node.access.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A squid.conf as our configuration, as far as it can be.
final class SquidImport {
  private static final int SERVERS_MAX = 8;

  private final Draft draft;
  private final SquidReader reader;
  private final PeerLines peers;
  private final CacheLines cache;
  private final WccpLines wccp;
  private final PortLines ports;
  private final Map<String, Draft.Taking> taking = new HashMap<>();
  private final Map<String, Template> formats = new HashMap<>();

  private SquidImport(List<Leftover> leftovers) {
    this.draft = new Draft(leftovers);
    this.reader = new SquidReader(leftovers);
    this.peers = new PeerLines(draft);
    this.cache = new CacheLines(draft);
    this.wccp = new WccpLines(draft);
    this.ports = new PortLines(draft);
    taking.put("acl", this::acl);
    taking.put("cache_peer", peers::peer);
    taking.put("cache_peer_access", peers::access);
    taking.put("always_direct", peers::alwaysDirect);
    taking.put("never_direct", peers::neverDirect);
    taking.put("cache_mem", cache::memory);
    taking.put("cache_dir", cache::disk);
    taking.put("cache", cache::cache);
    taking.put("no_cache", cache::cache);
    taking.put("refresh_pattern", cache::refresh);
    taking.put("http_port", ports::port);
    taking.put("http_access", ports::access);
    taking.put("visible_hostname", this::name);
    taking.put("logformat", this::logFormat);
    taking.put("access_log", this::accessLog);
    taking.put("cache_access_log", this::accessLog);
    taking.put("dns_nameservers", this::nameServers);
    taking.put("dns_timeout", line -> time(line, "dns", "timeout", 1, 30));
    taking.put("negative_dns_ttl", line -> time(line, "dns", "negative-ttl", 0, 3_600));
    taking.put("positive_dns_ttl", line -> time(line, "dns/ttl", "max", 1, 86_400));
    taking.put("connect_timeout", line -> time(line, "origin", "connect-timeout", 1, 30));
    taking.put("host_verify_strict", this::hostCheck);
  }

  /// What a file becomes.
  ///
  /// @throws IOException if it cannot be read
  static Imported of(Path file) throws IOException {
    var leftovers = new ArrayList<Leftover>();
    var made = new SquidImport(leftovers);
    for (SquidLine line : made.reader.read(file)) {
      made.take(line);
    }
    made.finish(file.toString());
    return new Imported(made.draft.yaml.text(), made.draft.leftovers());
  }

  private void take(SquidLine line) {
    Draft.Taking how = line.name().startsWith("wccp") ? wccp::take : taking.get(line.name());
    if (how == null) {
      draft.leave(line, "there is no key for " + line.name());
      return;
    }
    try {
      how.take(line);
    } catch (Unsayable e) {
      draft.leave(line, e.why());
    }
  }

  private void finish(String file) {
    peers.finish();
    wccp.finish(file);
    ports.finish(file, wccp, peers.origins());
    if (!draft.yaml.has("node", "name")) {
      draft.yaml.add("node", "name: cache-1");
    }
    if (!draft.yaml.has("node", "address")) {
      draft.yaml.add("node", "# The address of this host that routers and other nodes know.");
      draft.yaml.add("node", "address: 192.0.2.11");
      draft.miss(file, "node.address", "no line says which address this host has");
    }
    if (!ports.isForward()
        && !ports.diverts()
        && !wccp.isWanted()
        && !draft.yaml.has("proxy/reverse")) {
      draft.yaml.add("proxy/forward", "listen: '127.0.0.1:3128'");
      draft.yaml.add("proxy/forward", "clients: ['127.0.0.1/32']");
      draft.miss(file, "http_port", "no line says where clients come in");
    }
    if (!draft.yaml.has("dns", "servers")) {
      draft.yaml.add("dns", "# Squid has them from /etc/resolv.conf: write the clients' ones.");
      draft.yaml.add("dns", "servers: [192.0.2.53]");
      draft.miss(file, "dns.servers", "no dns_nameservers; write the clients' name servers");
    }
  }

  private void name(SquidLine line) {
    if (!draft.yaml.has("node", "name")) {
      draft.yaml.add("node", "name: " + Yaml.name(line.word(0).replaceAll("\\..*", "")));
    }
  }

  private void logFormat(SquidLine line) throws Unsayable {
    switch (LogFormat.of(String.join(" ", line.from(1)))) {
      case Template.Read.Good(Template template) -> formats.put(line.word(0), template);
      case Template.Read.Bad(String reason, _) -> throw new Unsayable("it " + reason);
    }
  }

  private void accessLog(SquidLine line) throws Unsayable {
    String where = line.word(0).replaceFirst("^(stdio|daemon):", "");
    String format = line.word(1).replaceFirst("^logformat=", "");
    if (where.equals("none")) {
      return;
    }
    if (!where.startsWith("/") || draft.yaml.has("log/access")) {
      throw new Unsayable("one log, in one file");
    }
    draft.yaml.add("log/access", "path: " + Yaml.quoted(where));
    switch (format) {
      case "", "squid" -> draft.yaml.add("log/access", "format: squid");
      case "combined" -> draft.yaml.add("log/access", "format: combined");
      default -> {
        Template template = formats.get(format);
        if (template != null) {
          draft.yaml.add("log/access", "template: " + Yaml.quoted(template.toString()));
        } else {
          draft.leave(line, "there are the formats squid, combined and json, and templates");
        }
      }
    }
    if (line.words().size() > 2) {
      draft.leave(line, "every request is logged");
    }
  }

  private void nameServers(SquidLine line) throws Unsayable {
    List<String> known =
        line.words().stream().filter(PeerLines::isIpv4).distinct().limit(SERVERS_MAX).toList();
    if (known.isEmpty() || draft.yaml.has("dns", "servers")) {
      throw new Unsayable("name servers are IPv4 addresses, in one line");
    }
    draft.yaml.add("dns", "servers: [" + String.join(", ", known) + "]");
    if (known.size() < line.words().size()) {
      draft.leave(line, "name servers are IPv4 addresses, " + SERVERS_MAX + " at the most");
    }
  }

  private void time(SquidLine line, String section, String key, long least, long most)
      throws Unsayable {
    long seconds = Draft.seconds(line, 0);
    long bounded = Math.max(least, Math.min(most, seconds));
    if (draft.yaml.has(section, key)) {
      throw new Unsayable("it is written twice");
    }
    draft.yaml.add(section, key + ": " + bounded + "s");
    if (bounded != seconds) {
      draft.leave(line, "it is " + bounded + " s, from " + least + " to " + most);
    }
  }

  private void acl(SquidLine line) {
    List<String> values = reader.values(line);
    draft.acls.take(line, values);
    boolean networks = line.word(1).equals("src") || line.word(1).equals("dst");
    if (networks && values.stream().anyMatch(it -> it.contains(":"))) {
      draft.leave(line, "its prefixes of IPv6");
    }
  }

  private void hostCheck(SquidLine line) {
    draft.yaml.add("proxy", "host-check: " + (line.word(0).equals("on") ? "strict" : "lenient"));
  }
}
