package dev.weir.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.node.Node;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.life.HostException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A node that serves for a moment, on loopback: what it does most is then known to the JVM that
/// records quick starts, with how often, so that a real node is compiled sooner (ADR-0034).
final class WarmNode {
  private static final int CLIENTS = 4;
  private static final int BODY_BYTES = 1024;
  private static final int HITS_PER_MISS = 8;
  private static final String FIELDS =
      """
      User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r
      Accept: text/html,*/*;q=0.8\r
      Accept-Language: en-GB,en;q=0.9\r
      Accept-Encoding: gzip, deflate, br\r
      Sec-Fetch-Mode: no-cors\r
      Connection: keep-alive\r
      """;

  private WarmNode() {}

  /// Has one serve for so long.
  static void serve(Duration time) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-warm-up");
    try (var origin = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      int port = freePort();
      Path file = folder.resolve("node.yaml");
      Files.writeString(file, config(folder, port, origin.getLocalPort()));
      Thread.ofVirtual().start(() -> answer(origin));
      if (NodeConfig.load(file, Map.of()) instanceof Loading.Loaded<NodeConfig> loaded) {
        try (Node _ = Node.start(loaded.value(), _ -> {})) {
          ask(port, System.nanoTime() + time.toNanos());
        }
      }
    } catch (HostException e) {
      System.err.println("weir: nothing served: " + e.getMessage());
    } finally {
      remove(folder);
    }
  }

  private static String config(Path folder, int port, int origin) throws IOException {
    return """
    node: {name: warm-up, address: 127.0.0.1, state: %s}
    cache: {memory: 64MiB}
    proxy:
      reverse:
        - {listen: "127.0.0.1:%d", hosts: ["*"], origins: ["127.0.0.1:%d"]}
    admin: {listen: "127.0.0.1:%d"}
    """
        .formatted(folder, port, origin, freePort());
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static void ask(int port, long untilNs) throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(Thread.ofVirtual().start(() -> ask(port, number, untilNs)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private static void ask(int port, int number, long untilNs) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; System.nanoTime() - untilNs < 0; i++) {
        String path = "/" + number + "/" + i / HITS_PER_MISS;
        String head = "GET " + path + " HTTP/1.1\r\nHost: a.example\r\n" + FIELDS + "\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        if (!skipHead(in)) {
          return;
        }
        in.skipNBytes(BODY_BYTES);
      }
    } catch (IOException gone) {
      // The node is not what it was: then there is less to record.
    }
  }

  private static void answer(ServerSocket origin) {
    try {
      while (true) {
        Socket socket = origin.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException closed) {
      // That is the end.
    }
  }

  private static void answer(Socket socket) {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: public, max-age=60\r\n"
            + "ETag: \"1\"\r\nContent-Length: "
            + BODY_BYTES
            + "\r\n\r\n";
    byte[] response = (head + "x".repeat(BODY_BYTES)).getBytes(US_ASCII);
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (skipHead(in)) {
        socket.getOutputStream().write(response);
      }
    } catch (IOException gone) {
      // The node has closed it.
    }
  }

  /// Reads to the end of a head; false if the connection ends before.
  private static boolean skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int octet = in.read();
      if (octet < 0) {
        return false;
      }
      boolean next = octet == (ends % 2 == 0 ? '\r' : '\n');
      ends = next ? ends + 1 : octet == '\r' ? 1 : 0;
    }
    return true;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
