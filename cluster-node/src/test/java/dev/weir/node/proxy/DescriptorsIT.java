package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node with few descriptors, and many clients.
@Timeout(120)
final class DescriptorsIT {
  /// Bears (1324 - 1024) / 2 connections.
  private static final int DESCRIPTORS = 1324;

  private static final int MOST = 150;
  private static final int SILENT = 1000;

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "SEC-R2 ulimit -n 1324, 1,000 clients: who asks is answered, and no descriptor lacks")
  void neverLacks() throws IOException, InterruptedException {
    File errors = folder.resolve("err").toFile();
    Process node =
        new ProcessBuilder(
                "prlimit",
                "--nofile=" + DESCRIPTORS,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FewDescriptors.class.getName())
            .redirectError(errors)
            .start();
    var silent = new ArrayList<RawClient>();
    try (var said =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      int port = number(said, "port ");
      assertThat(number(said, "most ")).isEqualTo(MOST);
      for (int i = 0; i < SILENT; i++) {
        silent.add(client(port));
      }
      for (int i = 0; i < MOST / 2; i++) {
        asks(port, "/" + i); // not stored yet: it takes a second descriptor
      }
      for (RawClient one : silent) {
        one.close();
      }
      asks(port, "/after");

      node.getOutputStream().close();
      assertThat(number(said, "half-open ")).isGreaterThanOrEqualTo(SILENT - MOST);
      assertThat(number(said, "limit ")).isZero();
      assertThat(node.waitFor()).isZero();
      assertThat(errors).content().doesNotContain("Too many open files", "Exception");
    } finally {
      node.destroyForcibly();
    }
  }

  private static void asks(int port, String path) throws IOException {
    try (RawClient client = client(port)) {
      assertThat(client.get(path, "www.example.com").status()).isEqualTo(200);
    }
  }

  private static RawClient client(int port) throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static int number(BufferedReader said, String name) throws IOException {
    List<String> before = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(name)) {
        return Integer.parseInt(line.substring(name.length()));
      }
      before.add(line);
    }
    throw new AssertionError("no " + name + " after " + before);
  }
}
