package dev.weir.cli.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What this host says of itself: kernel, JVM, addresses, routes, rules.
final class HostFacts {
  private static final int OCTETS_MAX = 1 << 20;
  private static final int WAIT_SECONDS = 5;
  private static final List<String> FILES =
      List.of(
          "/proc/version",
          "/etc/os-release",
          "/proc/meminfo",
          "/proc/loadavg",
          "/proc/uptime",
          "/proc/net/snmp",
          "/proc/net/dev",
          "/proc/sys/net/ipv4/ip_forward",
          "/proc/sys/net/ipv4/conf/all/rp_filter");
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("ip", "-br", "address"),
          List.of("ip", "rule"),
          List.of("ip", "route", "show", "table", "all"),
          List.of("nft", "list", "ruleset"));

  private HostFacts() {}

  /// All of them in one text.
  static String text(String version) {
    var text = new StringBuilder();
    text.append(version).append('\n');
    text.append("cpus ").append(Runtime.getRuntime().availableProcessors()).append('\n');
    text.append("vm ").append(ManagementFactory.getRuntimeMXBean().getVmName()).append('\n');
    FILES.forEach(
        file -> text.append("\n# ").append(file).append('\n').append(file(Path.of(file))));
    COMMANDS.forEach(words ->
        text.append("\n# ").append(String.join(" ", words)).append('\n').append(run(words)));
    return text.toString();
  }

  private static String file(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage() + "\n";
    }
  }

  private static String run(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (var out = process.getInputStream()) {
        String text = new String(out.readNBytes(OCTETS_MAX), StandardCharsets.UTF_8);
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return text;
      }
    } catch (IOException e) {
      return "cannot be run: " + e.getMessage() + "\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted\n";
    }
  }

  /// The end of a file, as much as a bundle takes.
  static String tail(Path file) throws IOException {
    try (var in = Files.newByteChannel(file)) {
      in.position(Math.max(0, in.size() - OCTETS_MAX));
      var octets = java.nio.ByteBuffer.allocate(OCTETS_MAX);
      while (octets.hasRemaining() && in.read(octets) >= 0) {}
      return new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8);
    }
  }
}
