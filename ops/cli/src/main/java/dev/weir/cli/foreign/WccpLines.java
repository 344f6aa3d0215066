package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `wccp_…` and `wccp2_…`.
final class WccpLines {
  private final Draft draft;
  private final List<String> routers = new ArrayList<>();
  private final Map<String, String> services = new LinkedHashMap<>();
  private boolean first;
  private String replyService = "";

  WccpLines(Draft draft) {
    this.draft = draft;
  }

  /// Whether a router brings packets.
  boolean isWanted() {
    return !routers.isEmpty();
  }

  void take(SquidLine line) throws Unsayable {
    String value = line.word(0);
    switch (line.name()) {
      case "wccp_router" -> router(value, true);
      case "wccp2_router" -> router(value, false);
      case "wccp_version" -> {} // the version is that of the routers' option
      case "wccp_address", "wccp2_address" -> address(value);
      case "wccp2_forwarding_method" -> draft.yaml.add("wccp", "forwarding: [" + way(value) + "]");
      case "wccp2_return_method" -> draft.yaml.add("wccp", "return: [" + way(value) + "]");
      case "wccp2_assignment_method" ->
          draft.yaml.add("wccp", "assignment: [" + assignment(value) + "]");
      case "wccp2_weight" -> weight(value);
      case "wccp2_service" -> service(line);
      case "wccp2_service_info" -> info(line);
      case "wccp2_rebuild_wait" ->
          throw new Unsayable("a node joins when it is ready, whatever its disks do");
      default -> throw new Unsayable("not known here");
    }
  }

  private void router(String value, boolean one) throws Unsayable {
    if (value.equals("0.0.0.0")) {
      return;
    }
    if (!PeerLines.isIpv4(value)) {
      throw new Unsayable("a router is named by its IPv4 address");
    }
    first |= one;
    if (!routers.contains(value)) {
      routers.add(value);
    }
  }

  private void address(String value) throws Unsayable {
    if (!PeerLines.isIpv4(value) || value.equals("0.0.0.0")) {
      throw new Unsayable("no address of this host");
    }
    if (!draft.yaml.has("node", "address")) {
      draft.yaml.add("node", "address: " + value);
    }
  }

  private static String way(String value) throws Unsayable {
    return switch (value) {
      case "1", "gre" -> "gre";
      case "2", "l2" -> "l2";
      default -> throw new Unsayable("neither gre nor l2");
    };
  }

  private static String assignment(String value) throws Unsayable {
    return switch (value) {
      case "1", "hash" -> "hash";
      case "2", "mask" -> "mask";
      default -> throw new Unsayable("neither hash nor mask");
    };
  }

  private void weight(String value) throws Unsayable {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new Unsayable("no weight from 0 to 65535");
    }
    draft.yaml.add("wccp", "weight: " + value);
  }

  private void service(SquidLine line) throws Unsayable {
    String id = line.word(1);
    if (line.word(0).equals("standard") && id.equals("0")) {
      services.put("0", "web-cache");
    } else if (line.word(0).equals("dynamic")
        && id.matches("5[1-9]|[6-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]")) {
      services.putIfAbsent(id, "");
    } else {
      throw new Unsayable("neither standard 0 nor dynamic 51 to 255");
    }
    if (!line.option("password").isEmpty()) {
      draft.leave(
          line, "write the password into a file, and password: file:PATH into wccp or the service");
    }
  }

  private void info(SquidLine line) throws Unsayable {
    String id = line.word(0);
    String ports = line.option("ports");
    if (!services.containsKey(id) || id.equals("0")) {
      throw new Unsayable("no wccp2_service dynamic " + id + " before it");
    }
    if (!ports.matches("[0-9]{1,5}(,[0-9]{1,5}){0,7}")) {
      throw new Unsayable("no ports");
    }
    if (line.option("protocol").equals("udp")) {
      throw new Unsayable("nothing but TCP is intercepted");
    }
    String flags = line.option("flags");
    if (flags.contains("ports_source")) {
      replyService = id;
      services.remove(id);
      return;
    }
    if (flags.contains("src_ip_hash") && !flags.contains("dst_ip_hash")) {
      draft.leave(line, "the bucket is computed from the destination: by it a URL has its owner");
    }
    String priority = line.option("priority");
    services.put(
        id,
        "{ id: "
            + id
            + ", ports: ["
            + ports.replace(",", ", ")
            + "]"
            + (priority.matches("[0-9]{1,3}")
                ? ", priority: " + Math.min(255, Integer.parseInt(priority))
                : "")
            + " }");
  }

  /// Writes the section, once every line was taken.
  void finish(String file) {
    if (routers.isEmpty()) {
      return;
    }
    draft.yaml.add("wccp", "routers: [" + String.join(", ", routers) + "]");
    boolean one = first && services.isEmpty();
    draft.yaml.add("wccp", "version: " + (one ? "1" : "auto"));
    services.entrySet().stream()
        .filter(it -> it.getValue().isEmpty())
        .forEach(it ->
            draft.miss(file, "service " + it.getKey(), "it has no wccp2_service_info with ports"));
    List<String> known = services.values().stream().filter(it -> !it.isEmpty()).toList();
    if (!known.isEmpty()) {
      draft.yaml.add("wccp", "services: [" + String.join(", ", known) + "]");
      String owner = known.contains("web-cache") ? "" : services.keySet().iterator().next();
      if (!owner.isEmpty()) {
        draft.yaml.add("ownership", "group: " + owner);
      }
    }
    if (!replyService.isEmpty()) {
      draft.yaml.add("origin", "address: client");
      draft.yaml.add("origin", "reply-service: " + replyService);
    }
  }

  /// The ports that routers bring.
  List<String> ports() {
    var ports = new ArrayList<String>(List.of("80"));
    services.values().stream()
        .filter(it -> it.contains("ports: ["))
        .map(it -> it.substring(it.indexOf('[') + 1, it.indexOf(']')))
        .flatMap(it -> List.of(it.split(", ", -1)).stream())
        .filter(it -> !ports.contains(it))
        .forEach(ports::add);
    return ports;
  }
}
