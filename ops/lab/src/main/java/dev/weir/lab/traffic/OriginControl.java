package dev.weir.lab.traffic;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.Plan;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lab's view of the origins, through the control page of [OriginServer].
public final class OriginControl {
  private static final String PAGE =
      "http://" + Plan.ORIGINS.address() + ":" + OriginServer.CONTROL_PORT;

  private OriginControl() {}

  /// How often each URL was asked for at its origin, since the start.
  public static Map<String, Long> counts() throws LabFailure, InterruptedException {
    return numbers(JsonMapper.shared().readTree(curl(PAGE + "/counts")));
  }

  /// How often each submission has come to its origin, since the start.
  public static Map<String, Long> submissions() throws LabFailure, InterruptedException {
    return numbers(JsonMapper.shared().readTree(curl(PAGE + "/submissions")));
  }

  /// How often caches have asked for any of these URLs at their origins, since the start.
  public static long fetches(Collection<String> urls) throws LabFailure, InterruptedException {
    JsonNode clients = JsonMapper.shared().readTree(curl(PAGE + "/clients"));
    return urls.stream()
        .map(url -> numbers(clients.path(url)))
        .flatMap(those -> Plan.CACHES.stream().map(it -> those.getOrDefault(it.address(), 0L)))
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Map<String, Long> numbers(JsonNode object) {
    var found = new TreeMap<String, Long>();
    object.properties().forEach(entry -> found.put(entry.getKey(), entry.getValue().asLong()));
    return found;
  }

  /// Whose address asked for a URL at its origin, since the start.
  public static Set<String> clients(String url) throws LabFailure, InterruptedException {
    JsonNode clients = JsonMapper.shared().readTree(curl(PAGE + "/clients"));
    return numbers(clients.path(url)).keySet();
  }

  /// Closes the web server's port (connections are refused), or opens it again.
  public static void web(boolean on) throws LabFailure, InterruptedException {
    curl("--request", "POST", PAGE + (on ? "/web/on" : "/web/off"));
  }

  /// Makes the web server fall silent: what is sent to its port vanishes. Or ends that.
  public static void silent(boolean on) throws LabFailure, InterruptedException {
    String rules =
        on
            ? "add table ip weir_lab_silence\n"
                + "add chain ip weir_lab_silence in"
                + " { type filter hook input priority 0 ; policy accept ; }\n"
                + "add rule ip weir_lab_silence in tcp dport 80 drop\n"
            : "delete table ip weir_lab_silence\n";
    Shell.must(
        "ip",
        "netns",
        "exec",
        Plan.ORIGINS.namespace(),
        "sh",
        "-c",
        "printf '%s' \"$0\" | nft -f -",
        rules);
  }

  private static String curl(String... arguments) throws LabFailure, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.addAll(
        java.util.List.of("ip", "netns", "exec", Plan.ORIGINS.namespace(), "curl", "-q"));
    command.addAll(java.util.List.of("--silent", "--fail", "--noproxy", "*"));
    command.addAll(java.util.List.of(arguments));
    return Shell.must(Shell.PATIENCE, command);
  }
}
