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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A node that serves for a moment, on loopback: what it does most is then known to the JVM that
/// records quick starts, with how often, so that a real node is compiled sooner (ADR-0034).
///
/// What is compiled is decided by counts, so as many requests are made as take the JVM to its last
/// tier with hits and with misses, where time allows; bodies of each way of sending them,
/// connections that come and go, reloads, and an access log.
final class WarmNode {
  private static final int CLIENTS = 16;
  private static final int REQUESTS_MIN = 150_000;
  private static final int REQUESTS_PER_CONNECTION = 400;
  private static final int HITS_PER_MISS = 8;
  private static final int RELOAD_EACH = 61;

  /// Every so many misses brings a body of this length: copied, sent from where it lies, in pieces.
  private static final Map<Integer, Integer> LONGER =
      Map.of(5, 10 << 10, 17, 100 << 10, 97, 1 << 20);

  private static final int SHORT_BYTES = 1024;
  private static final String FIELDS =
      """
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r
      Accept-Language: en-GB,en;q=0.9\r
      Accept-Encoding: gzip, deflate, br\r
      Referer: http://a.example/index.html\r
      Sec-Fetch-Mode: no-cors\r
      Connection: keep-alive\r
      """;
  private static final String RELOAD = "Cache-Control: no-cache\r\n";

  private WarmNode() {}

  /// Has one serve for as long as [#REQUESTS_MIN] take, but not longer than that.
  static void serve(Duration most) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-warm-up");
    try (var origin = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      int port = freePort();
      Path file = folder.resolve("node.yaml");
      Files.writeString(file, config(folder, port, origin.getLocalPort()));
      Thread.ofVirtual().start(() -> answer(origin));
      if (NodeConfig.load(file, Map.of()) instanceof Loading.Loaded<NodeConfig> loaded) {
        try (Node _ = Node.start(loaded.value(), _ -> {})) {
          ask(port, System.nanoTime() + most.toNanos());
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
    log: {access: {path: %s/access.log}}
    """
        .formatted(folder, port, origin, freePort(), folder);
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
    int asked = 0;
    while (asked < REQUESTS_MIN / CLIENTS && System.nanoTime() - untilNs < 0) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        var in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < REQUESTS_PER_CONNECTION; i++) {
          int bytes = bytes(asked / (HITS_PER_MISS + 1));
          socket.getOutputStream().write(request(number, asked, bytes));
          asked++;
          if (!skipHead(in)) {
            return;
          }
          in.skipNBytes(bytes);
        }
      } catch (IOException gone) {
        return; // the node is not what it was: then there is less to record
      }
    }
  }

  /// A URL's length is told by its number; each is asked for several times.
  private static byte[] request(int client, int number, int bytes) {
    String path = "/" + bytes + "/" + client + "/" + number / (HITS_PER_MISS + 1);
    String more = number % 2 == 0 ? FIELDS : "";
    String reload = number % RELOAD_EACH == 0 ? RELOAD : "";
    return ("GET " + path + " HTTP/1.1\r\nHost: a.example\r\n" + more + reload + "\r\n")
        .getBytes(US_ASCII);
  }

  private static int bytes(int url) {
    int bytes = SHORT_BYTES;
    for (var longer : LONGER.entrySet()) {
      if (url % longer.getKey() == 0) {
        bytes = Math.max(bytes, longer.getValue());
      }
    }
    return bytes;
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
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (int bytes = length(in); bytes > 0; bytes = length(in)) {
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: public, max-age=60\r\n"
                + "ETag: \"1\"\r\nContent-Length: "
                + bytes
                + "\r\n\r\n";
        byte[] response = Arrays.copyOf(head.getBytes(US_ASCII), head.length() + bytes);
        socket.getOutputStream().write(response);
      }
    } catch (IOException gone) {
      // The node has closed it.
    }
  }

  /// The length that the next request's path names; 0 if there is none.
  private static int length(InputStream in) throws IOException {
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        return 0;
      }
      if (octet == '/') {
        break;
      }
    }
    int length = 0;
    for (int octet = in.read(); octet != '/'; octet = in.read()) {
      if (octet < '0' || octet > '9') {
        return 0;
      }
      length = 10 * length + octet - '0';
    }
    return skipHead(in) ? length : 0;
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
