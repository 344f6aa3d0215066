package dev.weir.gre.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Two network namespaces, a router's and a node's, joined by a cable.
final class NetworkPair {
  private final String router = "gre-" + ProcessHandle.current().pid() + "-r";
  private final String node = "gre-" + ProcessHandle.current().pid() + "-n";
  private final List<Process> children = new ArrayList<>();

  NetworkPair() throws IOException, InterruptedException {
    try {
      run("ip netns add " + router);
      run("ip netns add " + node);
      run("ip link add n0 netns " + node + " type veth peer name r0 netns " + router);
      run("ip -n " + router + " addr add 192.0.2.1/24 dev r0");
      run("ip -n " + router + " addr add 192.0.2.2/24 dev r0");
      run("ip -n " + node + " addr add 192.0.2.11/24 dev n0");
      run("ip -n " + router + " link set r0 up");
      run("ip -n " + node + " link set n0 up");
    } catch (IOException | IllegalStateException e) {
      remove();
      throw e;
    }
  }

  /// Makes the node answer as the origin, and routes clients through the TUN, so that what the
  /// kernel answers to an injected packet comes out of the TUN again.
  void routeClientsThrough(String tun) throws IOException, InterruptedException {
    inNode("ip link set lo up");
    inNode("ip addr add 203.0.113.80/32 dev lo");
    inNode("ip link set " + tun + " up");
    inNode("ip route add 198.51.100.0/24 dev " + tun);
  }

  void inNode(String command) throws IOException, InterruptedException {
    run("ip netns exec " + node + " " + command);
  }

  void inRouter(String command) throws IOException, InterruptedException {
    run("ip netns exec " + router + " " + command);
  }

  boolean nodeHas(String interfaceName) throws IOException, InterruptedException {
    return exitCode("ip -n " + node + " link show " + interfaceName) == 0;
  }

  Process javaInNode(Class<?> main, String... arguments) throws IOException {
    return java(node, main, arguments);
  }

  Process javaInRouter(Class<?> main, String... arguments) throws IOException {
    return java(router, main, arguments);
  }

  void remove() throws IOException, InterruptedException {
    children.forEach(Process::destroyForcibly);
    for (Process child : children) {
      child.waitFor();
    }
    exitCode("ip netns del " + router);
    exitCode("ip netns del " + node);
  }

  private Process java(String namespace, Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djna.tmpdir=" + System.getProperty("jna.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(child);
    return child;
  }

  private static void run(String command) throws IOException, InterruptedException {
    if (exitCode(command) != 0) {
      throw new IllegalStateException("failed: " + command);
    }
  }

  private static int exitCode(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(List.of(command.split(" ", -1))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end: " + command + ": " + said);
    }
    return process.exitValue();
  }
}
