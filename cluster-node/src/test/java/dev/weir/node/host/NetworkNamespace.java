package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A network namespace that exists as long as a test.
final class NetworkNamespace implements AutoCloseable {
  private final String name;

  private NetworkNamespace(String name) {
    this.name = name;
  }

  /// Makes a namespace. Without root the test is skipped, except with `CI=true`, where it fails.
  static NetworkNamespace open(String name) throws IOException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    boolean possible = root && Files.exists(Path.of("/dev/net/tun"));
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(possible, "needs root and /dev/net/tun");
    }
    String unique = name + "-" + ProcessHandle.current().pid();
    var namespace = new NetworkNamespace(unique);
    command(List.of("ip", "netns", "add", unique));
    return namespace;
  }

  String[] prefix() {
    return new String[] {"ip", "netns", "exec", name};
  }

  /// Runs one command inside and gives what it says; it must succeed.
  String run(String line) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(prefix()));
    words.addAll(List.of(line.split(" ", -1)));
    return command(words);
  }

  /// Starts one command inside, whose words are nobody's.
  Process start(String line) throws IOException {
    var words = new ArrayList<>(List.of(prefix()));
    words.addAll(List.of(line.split(" ", -1)));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String command(List<String> words) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", words).isTrue();
    assertThat(process.exitValue()).as("%s says %s", words, said).isZero();
    return said;
  }

  @Override
  public void close() throws IOException {
    try {
      command(List.of("ip", "netns", "del", name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
