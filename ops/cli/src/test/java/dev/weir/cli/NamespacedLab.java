package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A topology of containerlab without containers: what its file says of each node is done in a
/// network namespace with a root of its own. The same files at the same places, commands, kernel
/// settings, cables and management addresses; in the place of images this machine's programs, and
/// Weir as these sources have it.
///
/// Confined to the thread of one test.
final class NamespacedLab implements AutoCloseable {
  private static final Path SOURCES = Path.of("").toAbsolutePath().resolve("../..").normalize();
  private static final String MANAGEMENT = "mgmt";
  private static final String PROGRAMS = ":/usr/sbin:/usr/bin:/sbin:/bin";
  private static final long END_SECONDS = 30;

  /// A root in which everything of this machine is but what a container has of its own.
  private static final String ROOT =
      """
      set -eu
      mount -t tmpfs tmpfs "$root"
      for it in /*; do
        case $it in /etc | /lab | /proc | /run | /tmp | /var) continue ;; esac
        if [ -L "$it" ]; then cp -P "$it" "$root$it"; continue; fi
        [ -d "$it" ] || continue
        mkdir "$root$it"
        mount --rbind "$it" "$root$it"
      done
      mkdir -p "$root/proc" "$root/run" "$root/tmp" "$root/var/lib/weir" "$root/var/log/weir" "$root$sources"
      mount -t proc proc "$root/proc"
      [ -e "$root$sources/weir" ] || mount --bind "$sources" "$root$sources"
      cp -a /etc "$root/etc"
      rm -rf "$root/etc/weir" "$root/etc/resolv.conf"
      ip link set lo up
      """;

  private final Path file;
  private final Path folder;
  private final Path roots;
  private final JsonNode topology;
  private final String prefix;
  private final Map<String, Process> containers = new LinkedHashMap<>();

  /// Begins what the file describes.
  ///
  /// @param folder for logs, and for the program that enters containers
  /// @param without nodes that are left out
  NamespacedLab(Path file, Path folder, List<String> without) throws IOException {
    this.file = file.toAbsolutePath().normalize();
    this.folder = folder;
    this.topology = new YAMLMapper().readTree(Files.readString(file));
    this.prefix = "clab-" + topology.path("name").asString() + "-";
    this.roots = Files.createDirectory(Path.of("/run", prefix + ProcessHandle.current().pid()));
    enterable();
    try {
      sh("ip netns add " + prefix + MANAGEMENT);
      in(MANAGEMENT, "ip link add br0 type bridge && ip link set br0 up");
      for (var node : topology.at("/topology/nodes").properties()) {
        if (!without.contains(node.getKey())) {
          begin(node.getKey(), node.getValue());
        }
      }
      for (JsonNode link : topology.at("/topology/links")) {
        cable(link.at("/endpoints/0").asString(), link.at("/endpoints/1").asString());
      }
    } catch (IOException | AssertionError e) {
      close();
      throw e;
    }
  }

  /// A program that understands `exec NAME COMMAND...`, as Docker does.
  Path runtime() {
    return folder.resolve("runtime");
  }

  /// What the programs have said, in the order of the file.
  String said() throws IOException {
    var said = new StringBuilder();
    for (String name : containers.keySet()) {
      said.append("== ").append(name).append('\n').append(Files.readString(log(name)));
    }
    return said.toString();
  }

  private void enterable() throws IOException {
    Files.writeString(
        runtime(),
        """
        #!/bin/sh
        [ "$1" = exec ] || exit 9
        pid=$(cat "%s/$2.pid") || exit 9
        shift 2
        exec nsenter --target "$pid" --mount --net --root --wd "$@"
        """
            .formatted(folder));
    Files.setPosixFilePermissions(runtime(), PosixFilePermissions.fromString("rwx------"));
  }

  private void begin(String name, JsonNode node) throws IOException {
    JsonNode group = topology.at("/topology/groups/" + node.path("group").asString(""));
    var script = new StringBuilder();
    script.append("root=").append(roots.resolve(name)).append(" sources=").append(SOURCES);
    script.append('\n').append(ROOT);
    Stream.of(group, node)
        .flatMap(it -> it.path("sysctls").properties().stream())
        .forEach(it -> script.append(setting(it.getKey(), it.getValue().asString())));
    Stream.of(group, node)
        .flatMap(it -> it.path("binds").valueStream())
        .forEach(it -> script.append(bind(it.asString())));
    script.append("cd /\nexec chroot \"$root\" ").append(program(name, group, node)).append('\n');

    Files.createDirectory(roots.resolve(name));
    sh("ip netns add " + prefix + name);
    if (node.has("mgmt-ipv4") || name.equals("prometheus")) {
      manage(name, node.path("mgmt-ipv4").asString("10.255.1.100"));
    }
    var begun =
        new ProcessBuilder("ip", "netns", "exec", prefix + name, "sh", "-c", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    begun.environment().clear();
    begun.environment().putAll(environment());
    Process container = begun.start();
    containers.put(name, container);
    Files.writeString(folder.resolve(prefix + name + ".pid"), container.pid() + "\n");
  }

  /// What a container's programs, and those that enter it, find in their environment.
  static Map<String, String> environment() {
    return Map.of(
        "PATH", SOURCES + PROGRAMS,
        "HOME", "/root",
        "LC_ALL", "C.UTF-8",
        "JAVA_HOME", System.getProperty("java.home"),
        "WEIR_BUILD", "never");
  }

  private static String program(String name, JsonNode group, JsonNode node) {
    String command = node.path("cmd").asString("").strip();
    return name.equals("prometheus")
        ? "prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/tmp"
        : group.path("entrypoint").asString() + " " + command;
  }

  private static String setting(String key, String value) {
    return "echo %s >/proc/sys/%s%n".formatted(value, key.replace('.', '/'));
  }

  private String bind(String bind) {
    List<String> parts = Arrays.asList(bind.split(":", -1));
    String to = "\"$root" + parts.get(1) + "\"";
    Path from = file.resolveSibling(parts.get(0)).normalize();
    return "mkdir -p \"$(dirname %s)\"; touch %s; mount --bind %s %s%n".formatted(to, to, from, to);
  }

  private void manage(String name, String address) throws IOException {
    cable(name + ":eth0", MANAGEMENT + ":" + name);
    in(MANAGEMENT, "ip link set %s master br0 && ip link set %s up".formatted(name, name));
    in(name, "ip addr add %s/24 dev eth0 && ip link set eth0 up".formatted(address));
  }

  private void cable(String one, String other) throws IOException {
    String[] from = one.split(":", -1);
    String[] to = other.split(":", -1);
    sh(
        "ip link add name %s netns %s type veth peer name %s netns %s"
            .formatted(from[1], prefix + from[0], to[1], prefix + to[0]));
  }

  private void in(String name, String line) throws IOException {
    sh("ip netns exec %s sh -c '%s'".formatted(prefix + name, line));
  }

  private static void sh(String line) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s: %s", line, said).isZero();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /// Ends every program, first in order, and takes namespaces and cables away.
  @Override
  public void close() throws IOException {
    containers.values().forEach(Process::destroy);
    containers.values().forEach(NamespacedLab::end);
    var all = new ArrayList<>(containers.keySet());
    all.add(MANAGEMENT);
    sh(
        all.stream()
            .map(name -> prefix + name)
            .map(it -> "if ip netns pids %s; then ip netns del %s; fi 2>&1".formatted(it, it))
            .collect(Collectors.joining("\n")));
    for (String name : containers.keySet()) {
      Files.deleteIfExists(roots.resolve(name));
    }
    Files.deleteIfExists(roots);
  }

  private static void end(Process container) {
    try {
      if (!container.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        container.descendants().forEach(ProcessHandle::destroyForcibly);
        container.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
