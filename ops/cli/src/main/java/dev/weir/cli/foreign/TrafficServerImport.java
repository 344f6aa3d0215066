package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.cli.foreign.Imported.Leftover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The service groups of Traffic Server's `wccp.yaml` as our configuration. Of YAML it takes what
/// such files are written in: a list of mappings, whose values are words or lists of words.
final class TrafficServerImport {
  private static final Set<String> SILENT = Set.of("name", "description", "type");

  private final Draft draft;
  private final String file;

  private TrafficServerImport(String file, List<Leftover> leftovers) {
    this.file = file;
    this.draft = new Draft(leftovers);
  }

  /// What a file becomes.
  ///
  /// @throws IOException if it cannot be read
  static Imported of(Path path) throws IOException {
    var leftovers = new ArrayList<Leftover>();
    var made = new TrafficServerImport(path.toString(), leftovers);
    made.take(Files.readAllLines(path, StandardCharsets.UTF_8));
    return new Imported(made.draft.yaml.text(), made.draft.leftovers());
  }

  private void take(List<String> texts) {
    var lines = new ArrayList<SquidLine>();
    var wccp = new WccpLines(draft);
    for (GroupLines.Group group : GroupLines.of(file, texts)) {
      lines.addAll(lines(group));
    }
    for (SquidLine line : lines) {
      try {
        wccp.take(line);
      } catch (Unsayable e) {
        draft.leave(line, e.why());
      }
    }
    draft.yaml.add("node", "name: cache-1");
    draft.yaml.add("node", "# The address of this host that routers know.");
    draft.yaml.add("node", "address: 192.0.2.11");
    draft.miss(file, "node.address", "no line says which address this host has");
    draft.yaml.add("gre", "# The device that faces routers.");
    draft.yaml.add("gre", "interface: eth0");
    draft.miss(file, "gre.interface", "no line says by which device packets come");
    wccp.finish(file);
    draft.yaml.add("proxy/intercept", "ports: [" + String.join(", ", wccp.ports()) + "]");
    if (!wccp.isWanted()) {
      draft.yaml.add("wccp", "routers: [192.0.2.1]");
      draft.miss(file, "wccp.routers", "no group names routers");
    }
    draft.yaml.add("dns", "servers: [192.0.2.53]");
    draft.miss(file, "dns.servers", "write the clients' name servers");
  }

  /// A group in the words of a squid.conf.
  private List<SquidLine> lines(GroupLines.Group group) {
    var lines = new ArrayList<SquidLine>();
    String id = group.value("id");
    boolean standard = id.equals("0") || group.value("type").equalsIgnoreCase("standard");
    String kind = standard ? "standard" : "dynamic";
    lines.add(line(group.number(), "wccp2_service", kind, standard ? "0" : id));
    if (!standard) {
      String hash =
          String.join(",", group.values("primary-hash")).replaceAll("(src|dst)_ip", "$1_ip_hash");
      String flags =
          group.value("port-type").equalsIgnoreCase("src") ? hash + ",ports_source" : hash;
      lines.add(
          line(
              group.number(),
              "wccp2_service_info",
              id,
              "protocol=" + group.value("protocol").toLowerCase(Locale.ROOT),
              "flags=" + flags,
              "priority=" + group.value("priority"),
              "ports=" + String.join(",", group.values("ports"))));
    }
    for (Map.Entry<String, GroupLines.Entry> entry : group.entries().entrySet()) {
      lines.addAll(line(entry.getKey(), entry.getValue()));
    }
    return lines;
  }

  private List<SquidLine> line(String key, GroupLines.Entry entry) {
    int number = entry.number();
    String first =
        entry.values().isEmpty() ? "" : entry.values().getFirst().toLowerCase(Locale.ROOT);
    return switch (key) {
      case "id", "primary-hash", "port-type", "protocol", "priority", "ports" -> List.of();
      case "routers" ->
          entry.values().stream().map(it -> line(number, "wccp2_router", it)).toList();
      case "forward" -> once("forwarding", line(number, "wccp2_forwarding_method", first));
      case "return" -> once("return", line(number, "wccp2_return_method", first));
      case "assignment" -> once("assignment", line(number, "wccp2_assignment_method", first));
      default -> {
        if (!SILENT.contains(key)) {
          draft.leave(
              line(number, key, key.contains("key") || key.contains("secur") ? "***" : first),
              key.startsWith("secur") || key.contains("key")
                  ? "write the password into a file, and password: file:PATH into wccp"
                  : "there is no key for it");
        }
        yield List.of();
      }
    };
  }

  private final Set<String> written = new java.util.HashSet<>();

  private List<SquidLine> once(String key, SquidLine line) {
    return written.add(key) ? List.of(line) : List.of();
  }

  private SquidLine line(int number, String name, String... words) {
    return new SquidLine(file, number, name, List.of(words));
  }
}
