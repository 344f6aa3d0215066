package dev.weir.lab.traffic;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The program of the origins' namespace: twelve web sites, their name server and a control page.
///
/// `/object/...` and `/logo.png` are cacheable for ten minutes, `/big/OCTETS` is a stream of zeros
/// that must not be stored; `/members/...` is for the first client's address alone, `/public/...`
/// for everybody, and says so; to a POST it answers the sum of what has arrived; `/versioned/...`
/// are [VersionedPages]. Each request is counted under its URL. The control page, on the name
/// server's address, gives the counts (`GET /counts`), how often who asked for what (`GET
/// /clients`), how often what was submitted (`GET /submissions`), and stops or restarts the web
/// server (`POST /web/off`, `POST /web/on`).
public final class OriginServer {
  /// Where the control page is, on the name server's address.
  public static final int CONTROL_PORT = 8054;

  private static final int WEB_PORT = 80;
  private static final int DNS_PORT = 53;
  private static final int CHUNK_BYTES = 65_536;
  private static final int DNS_BYTES_MAX = 512;
  private static final Duration WARM_UP_PATIENCE = Duration.ofSeconds(10);

  private final ExecutorService workers = Executors.newFixedThreadPool(16);
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Long>> clients = new ConcurrentHashMap<>();
  private final VersionedPages versioned = new VersionedPages();
  private @Nullable HttpServer web;

  private OriginServer() {}

  /// Serves until the process is ended; writes `ready` once everything listens.
  static void main() throws IOException, InterruptedException {
    start();
    System.out.println("ready");
  }

  /// Begins to serve, and returns once everything listens.
  public static void start() throws IOException, InterruptedException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var server = new OriginServer();
    server.webOn();
    var control = HttpServer.create(at(CONTROL_PORT), 0);
    control.createContext("/", server::control);
    control.start();
    DnsResponder.listen(at(DNS_PORT), OriginName.ALL);
    warmUp();
  }

  /// A name server that has just started is slow to answer, and a node that waits in vain for a
  /// name does not store what it fetches: so the first questions are our own, one for each name.
  private static void warmUp() throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) WARM_UP_PATIENCE.toMillis());
      for (OriginName name : OriginName.ALL) {
        byte[] question = question(name.host());
        socket.send(new DatagramPacket(question, question.length, at(DNS_PORT)));
        socket.receive(new DatagramPacket(new byte[CHUNK_BYTES], CHUNK_BYTES));
      }
    }
  }

  /// A query for the address of a name (RFC 1035 Domain Names, section 4.1).
  private static byte[] question(String host) {
    ByteBuffer query = ByteBuffer.allocate(DNS_BYTES_MAX);
    query.putShort((short) 1).putShort((short) 0x0100); // id, recursion desired
    query.putShort((short) 1).putShort((short) 0).putInt(0); // one question, nothing else
    for (String label : host.split("\\.", -1)) {
      query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.put((byte) 0).putShort((short) 1).putShort((short) 1); // type A, class IN
    return Arrays.copyOf(query.array(), query.position());
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(Plan.ORIGINS.address(), port);
  }

  private synchronized void webOn() throws IOException {
    if (web == null) {
      HttpServer made = HttpServer.create(new InetSocketAddress(WEB_PORT), 256);
      made.setExecutor(workers);
      made.createContext("/", this::serve);
      made.start();
      web = made;
    }
  }

  private synchronized void webOff() {
    if (web != null) {
      web.stop(0);
      web = null;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      String path = exchange.getRequestURI().toString();
      if ("close".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Connection"))) {
        // The JDK's server closes then, but does not say so, and a client may use it once more.
        exchange.getResponseHeaders().set("Connection", "close");
      }
      counts.computeIfAbsent("http://" + host + path, _ -> new LongAdder()).increment();
      String client = exchange.getRemoteAddress().getAddress().getHostAddress();
      clients
          .computeIfAbsent("http://" + host + path, _ -> new ConcurrentSkipListMap<>())
          .merge(client, 1L, Long::sum);
      if (path.startsWith(VersionedPages.PATH)) {
        versioned.serve(exchange, "http://" + host + path);
      } else if (exchange.getRequestMethod().equals("POST")) {
        acknowledge(exchange);
      } else if (path.startsWith(OriginContent.MEMBERS)
          && !client.equals(Plan.CLIENTS.getFirst().address())) {
        exchange.sendResponseHeaders(403, -1);
      } else if (path.startsWith("/big/")) {
        serveZeros(exchange, Long.parseLong(path.substring("/big/".length())));
      } else {
        serveObject(exchange, host, path);
      }
    }
  }

  private static void serveObject(HttpExchange exchange, String host, String path)
      throws IOException {
    String etag = OriginContent.etag(host, path);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/plain; charset=utf-8");
    headers.set(
        "Cache-Control",
        path.startsWith(OriginContent.PUBLIC) ? "public, max-age=600" : "max-age=600");
    if (path.startsWith(OriginContent.TAGGED)) {
      headers.set("Surrogate-Key", "all " + OriginContent.KEY);
    }
    headers.set("ETag", etag);
    headers.set("Last-Modified", "Sat, 01 Aug 2026 12:00:00 GMT");
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    byte[] body = OriginContent.body(host, path);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  /// Says what has arrived.
  private static void acknowledge(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set(OriginContent.SUM_FIELD, OriginContent.sum(body));
    exchange.sendResponseHeaders(200, -1);
  }

  private static void serveZeros(HttpExchange exchange, long size) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
    byte[] zeros = new byte[CHUNK_BYTES];
    OutputStream out = exchange.getResponseBody();
    for (long left = size; left > 0; left -= CHUNK_BYTES) {
      out.write(zeros, 0, (int) Math.min(left, CHUNK_BYTES));
    }
  }

  private void control(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "GET /counts" -> answer(exchange, JsonMapper.shared().writeValueAsBytes(counted()));
        case "GET /clients" -> answer(exchange, JsonMapper.shared().writeValueAsBytes(clients));
        case "GET /submissions" ->
            answer(exchange, JsonMapper.shared().writeValueAsBytes(versioned.submissions()));
        case "POST /web/off" -> {
          webOff();
          answer(exchange, "off".getBytes(StandardCharsets.UTF_8));
        }
        case "POST /web/on" -> {
          webOn();
          answer(exchange, "on".getBytes(StandardCharsets.UTF_8));
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private Map<String, Long> counted() {
    var sums = new ConcurrentSkipListMap<String, Long>();
    counts.forEach((url, count) -> sums.put(url, count.sum()));
    return sums;
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
