package dev.weir.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Four network namespaces in a star: a client, a cache and an origin around a router.
///
/// ```
/// rt-client c0 10.1.0.2 ── 10.1.0.1 rc rt-router rn 10.2.0.1 ── 10.2.0.2 n0 rt-cache
///                                            ro 10.9.0.1 ── 10.9.0.2 o0 rt-origin
/// ```
final class TestNetwork implements AutoCloseable {
  static final String CLIENT = "rt-client";
  static final String ROUTER = "rt-router";
  static final String CACHE = "rt-cache";
  static final String ORIGIN = "rt-origin";

  private static final List<String> NAMES = List.of(CLIENT, ROUTER, CACHE, ORIGIN);
  private static final int SECONDS_MAX = 20;

  private final List<Process> children = new ArrayList<>();

  /// Makes the namespaces, in place of those that a killed test left.
  static TestNetwork up() throws IOException, InterruptedException {
    for (String name : NAMES) {
      attempt("ip", "netns", "delete", name);
    }
    var network = new TestNetwork();
    for (String name : NAMES) {
      run("ip", "netns", "add", name);
      run("ip", "-n", name, "link", "set", "lo", "up");
    }
    network.cable(CLIENT, "c0", "10.1.0.2", "rc", "10.1.0.1");
    network.cable(CACHE, "n0", "10.2.0.2", "rn", "10.2.0.1");
    network.cable(ORIGIN, "o0", "10.9.0.2", "ro", "10.9.0.1");
    run("ip", "netns", "exec", ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    return network;
  }

  /// Whether this machine lets us make namespaces and a TUN.
  static boolean possible() {
    return "root".equals(System.getProperty("user.name"))
        && Files.isReadable(Path.of("/dev/net/tun"));
  }

  /// Starts a child in a namespace, with both outputs in one file. It ends with the network.
  Process start(String namespace, Path output, List<String> command) throws IOException {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    words.addAll(command);
    Process child =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    children.add(child);
    return child;
  }

  /// Starts the `main` of a class on this test's class path in a namespace.
  Process startJava(String namespace, Path output, Class<?> main, String... arguments)
      throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    words.addAll(List.of(arguments));
    return start(namespace, output, words);
  }

  /// The output of a command in a namespace, whether it succeeds or not.
  static String ask(String namespace, String... command) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    words.addAll(List.of(command));
    return attempt(words.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    try {
      for (Process child : children) {
        stop(child);
      }
      for (String name : NAMES) {
        attempt("ip", "netns", "delete", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the test network was gone", e);
    }
  }

  /// Ends a child with SIGTERM, and with SIGKILL if that takes too long. Returns its exit code.
  static int stop(Process child) throws InterruptedException {
    child.destroy();
    if (!child.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      child.destroyForcibly();
    }
    return child.waitFor();
  }

  private void cable(String host, String near, String nearAddress, String far, String farAddress)
      throws IOException, InterruptedException {
    run(
        "ip", "link", "add", near, "netns", host, "type", "veth", "peer", "name", far, "netns",
        ROUTER);
    run("ip", "-n", host, "address", "add", nearAddress + "/24", "dev", near);
    run("ip", "-n", ROUTER, "address", "add", farAddress + "/24", "dev", far);
    run("ip", "-n", host, "link", "set", near, "up");
    run("ip", "-n", ROUTER, "link", "set", far, "up");
    run("ip", "-n", host, "route", "add", "default", "via", farAddress);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  private static String attempt(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
