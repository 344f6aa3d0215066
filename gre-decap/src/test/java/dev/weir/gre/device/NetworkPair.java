package dev.weir.gre.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Two network namespaces, a router's and a node's, joined by a cable.
final class NetworkPair {
  /// What lets a program begin soon that sends a packet and ends.
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int SECONDS_MAX = 60;
  private static final long POLL_NANOS = 5_000_000;

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
      awaitCable();
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

  /// Returns once both ends of the cable are up, which the kernel makes known in its own time.
  void awaitCable() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    for (String end : List.of("-n " + node + " link show n0", "-n " + router + " link show r0")) {
      while (!said("ip " + end).contains("state UP")) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("still down: " + said("ip " + end));
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  /// Packets that came for the node and that its kernel had no room for, before anybody saw them.
  long unseenByNode() throws IOException, InterruptedException {
    String file = "/sys/class/net/n0/statistics/rx_dropped";
    return Long.parseLong(said("ip netns exec " + node + " cat " + file).strip());
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
    return java(node, List.of(), main, arguments);
  }

  Process javaInRouter(Class<?> main, String... arguments) throws IOException {
    return java(router, SHORT_LIVED, main, arguments);
  }

  void remove() throws IOException, InterruptedException {
    children.forEach(Process::destroyForcibly);
    for (Process child : children) {
      child.waitFor();
    }
    exitCode("ip netns del " + router);
    exitCode("ip netns del " + node);
  }

  private Process java(String namespace, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.add("-Djna.tmpdir=" + System.getProperty("jna.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(child);
    return child;
  }

  private static void run(String command) throws IOException, InterruptedException {
    Outcome outcome = outcome(command);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException("failed: " + command + ": " + outcome.said());
    }
  }

  private static int exitCode(String command) throws IOException, InterruptedException {
    return outcome(command).exitCode();
  }

  private static String said(String command) throws IOException, InterruptedException {
    return outcome(command).said();
  }

  private record Outcome(int exitCode, String said) {}

  private static Outcome outcome(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(List.of(command.split(" ", -1))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end: " + command + ": " + said);
    }
    return new Outcome(process.exitValue(), said);
  }
}
