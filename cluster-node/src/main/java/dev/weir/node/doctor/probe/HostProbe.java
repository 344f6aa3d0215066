package dev.weir.node.doctor.probe;

import dev.weir.node.doctor.HostFacts;
import dev.weir.node.host.HostBefore;
import dev.weir.node.host.HostRules;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Looks at the kernel of this host, in this network namespace.
final class HostProbe {
  private static final Path SYSCTL = Path.of("/proc/sys/net");
  private static final Path TUN = Path.of("/dev/net/tun");

  /// The capabilities a node needs, by their bit.
  private static final Map<Integer, String> NEEDED =
      Map.of(10, "CAP_NET_BIND_SERVICE", 12, "CAP_NET_ADMIN", 13, "CAP_NET_RAW");

  private HostProbe() {}

  /// What is there; and how each of `destinations` is reached.
  static HostFacts look(Collection<String> destinations, HostBefore before)
      throws InterruptedException {
    var links = links();
    var routes = new HashMap<String, Optional<String>>();
    for (String destination : destinations) {
      routes.put(destination, way(destination));
    }
    return new HostFacts(
        lacking(),
        opens(),
        links,
        sysctls(links.keySet()),
        lines("ip -4 rule"),
        Map.of(
            HostRules.LOCAL_TABLE,
            lines("ip -4 route show table " + HostRules.LOCAL_TABLE),
            HostRules.STRAY_TABLE,
            lines("ip -4 route show table " + HostRules.STRAY_TABLE)),
        routes,
        new HostFacts.Tracking(
            value("netfilter/nf_conntrack_count"), value("netfilter/nf_conntrack_max")),
        ListenerReader.read(lines("ss -H -l -t -n -O --inet-sockopt")),
        ListenerReader.read(lines("ss -H -l -u -n -O")),
        before);
  }

  /// IPv4 packets that the kernel has forwarded.
  static long forwarded() {
    var lines = read(Path.of("/proc/net/snmp")).lines().filter(it -> it.startsWith("Ip:")).toList();
    if (lines.size() < 2) {
      return 0;
    }
    int column = List.of(lines.get(0).split(" ", -1)).indexOf("ForwDatagrams");
    return column < 0 ? 0 : Long.parseLong(lines.get(1).split(" ", -1)[column]);
  }

  private static Map<String, HostFacts.Link> links() throws InterruptedException {
    var links = new HashMap<String, HostFacts.Link>();
    for (JsonNode link : Output.json("ip -j -4 address show")) {
      put(links, link);
    }
    for (JsonNode link : Output.json("ip -j link show")) {
      if (!links.containsKey(link.path("ifname").asString(""))) {
        put(links, link);
      }
    }
    return links;
  }

  private static void put(Map<String, HostFacts.Link> links, JsonNode link) {
    var addresses = new HashSet<String>();
    link.path("addr_info").forEach(it -> addresses.add(it.path("local").asString("")));
    boolean up = false;
    for (JsonNode flag : link.path("flags")) {
      up |= flag.asString("").equals("UP");
    }
    links.put(
        link.path("ifname").asString(""),
        new HostFacts.Link(up, link.path("mtu").asInt(0), addresses));
  }

  private static Optional<String> way(String destination) throws InterruptedException {
    JsonNode route = Output.json("ip -j -4 route get " + destination).path(0);
    String device = route.path("dev").asString("");
    return device.isEmpty() ? Optional.empty() : Optional.of(device);
  }

  private static Map<String, Integer> sysctls(Set<String> devices) {
    var values = new HashMap<String, Integer>();
    keep(values, "ipv4/ip_forward");
    keep(values, "ipv4/conf/all/rp_filter");
    for (String device : devices) {
      keep(values, "ipv4/conf/" + device + "/rp_filter");
      keep(values, "ipv4/conf/" + device + "/forwarding");
    }
    return values;
  }

  private static void keep(Map<String, Integer> values, String path) {
    values.put(path, value(path));
  }

  private static int value(String path) {
    String text = read(SYSCTL.resolve(path)).strip();
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Set<String> lacking() {
    String mask =
        read(Path.of("/proc/self/status"))
            .lines()
            .filter(it -> it.startsWith("CapEff:"))
            .map(it -> it.substring("CapEff:".length()).strip())
            .findFirst()
            .orElse("0");
    long effective = Long.parseUnsignedLong(mask, 16);
    var lacking = new HashSet<String>();
    NEEDED.forEach((bit, name) -> {
      if ((effective >>> bit & 1) == 0) {
        lacking.add(name);
      }
    });
    return lacking;
  }

  private static boolean opens() {
    try (var _ = FileChannel.open(TUN, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static List<String> lines(String command) throws InterruptedException {
    return Output.of(command).map(it -> it.lines().toList()).orElse(List.of());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
