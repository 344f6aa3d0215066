package dev.weir.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Four network namespaces in a star: a client, a cache and an origin around a router. Their names
/// have the test's process in them, since two run at a time.
///
/// ```
/// client c0 10.1.0.2 ── 10.1.0.1 rc router rn 10.2.0.1 ── 10.2.0.2 n0 cache
///                                     ro 10.9.0.1 ── 10.9.0.2 o0 origin
/// ```
final class TestNetwork implements AutoCloseable {
  private static final String PREFIX = "rt-" + ProcessHandle.current().pid() + "-";

  static final String CLIENT = PREFIX + "client";
  static final String ROUTER = PREFIX + "router";
  static final String CACHE = PREFIX + "cache";
  static final String ORIGIN = PREFIX + "origin";

  private static final List<String> NAMES = List.of(CLIENT, ROUTER, CACHE, ORIGIN);

  private final List<Child> children = new ArrayList<>();

  private TestNetwork() {}

  /// Makes the namespaces, in place of those that an earlier test of this process left.
  static TestNetwork up() throws IOException, InterruptedException {
    for (String name : NAMES) {
      ask("ip", "netns", "delete", name);
    }
    for (String name : NAMES) {
      run("ip", "netns", "add", name);
      run("ip", "-n", name, "link", "set", "lo", "up");
    }
    cable(CLIENT, "c0", "10.1.0.2", "rc", "10.1.0.1");
    cable(CACHE, "n0", "10.2.0.2", "rn", "10.2.0.1");
    cable(ORIGIN, "o0", "10.9.0.2", "ro", "10.9.0.1");
    run("ip", "netns", "exec", ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    return new TestNetwork();
  }

  /// Whether this machine lets us make namespaces and a TUN. In CI it must.
  static boolean possible() {
    return "true".equals(System.getenv("CI"))
        || ("root".equals(System.getProperty("user.name"))
            && Files.isReadable(Path.of("/dev/net/tun")));
  }

  /// Starts a child in a namespace. It ends with the network at the latest.
  Child start(String namespace, String... command) throws IOException {
    Child child = Child.start(inside(namespace, command));
    children.add(child);
    return child;
  }

  /// Starts the `main` of a class on this test's class path in a namespace.
  Child startJava(String namespace, Class<?> main, String... arguments) throws IOException {
    var jvm =
        Stream.of(
            java(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return start(namespace, Stream.concat(jvm, Arrays.stream(arguments)).toArray(String[]::new));
  }

  /// The JVM that runs this test.
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// What a command says in a namespace, whether it succeeds or not.
  static String in(String namespace, String... command) throws IOException, InterruptedException {
    return ask(inside(namespace, command).toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    children.forEach(Child::close);
    try {
      for (String name : NAMES) {
        ask("ip", "netns", "delete", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the test network was gone", e);
    }
  }

  private static void cable(
      String host, String near, String nearAddress, String far, String farAddress)
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

  private static List<String> inside(String namespace, String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", namespace), Arrays.stream(command))
        .toList();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    try (Child child = Child.start(List.of(command))) {
      if (child.end() != 0) {
        throw new IOException(String.join(" ", command) + ": " + child.said());
      }
    }
  }

  private static String ask(String... command) throws IOException, InterruptedException {
    try (Child child = Child.start(List.of(command))) {
      child.end();
      return String.join("\n", child.said());
    }
  }
}
