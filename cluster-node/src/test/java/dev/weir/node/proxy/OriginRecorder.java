package dev.weir.node.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An origin on plain sockets that writes down what it is asked and answers octets as told, whether
/// they are HTTP or not.
final class OriginRecorder implements AutoCloseable {
  /// What an origin does about one request.
  interface Answer {
    void to(Asked asked, OutputStream out) throws IOException;
  }

  /// One request: its head as it came, and its body.
  record Asked(String head, String body) {
    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    String target() {
      return line().split(" ", -1)[1];
    }
  }

  /// Ends the connection after an answer.
  static final class Hangup extends IOException {
    private static final long serialVersionUID = 1L;
  }

  final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  final Queue<String> callers = new ConcurrentLinkedQueue<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  OriginRecorder() throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  OriginRecorder(InetSocketAddress own) throws IOException {
    server = new ServerSocket(own.getPort(), 100, own.getAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  OriginRecorder answering(String target, Answer answer) {
    answers.put(target, answer);
    return this;
  }

  OriginRecorder answering(String target, String octets) {
    return answering(target, (asked, out) -> out.write(latin1(octets)));
  }

  long countOf(String target) {
    return asked.stream().filter(it -> it.target().equals(target)).count();
  }

  static String ok(String body, String... lines) {
    return "HTTP/1.1 200 OK\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + String.join("", java.util.Arrays.stream(lines).map(line -> line + "\r\n").toList())
        + "\r\n"
        + body;
  }

  static String fresh(String body) {
    return ok(body, "Cache-Control: max-age=60");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        callers.add(socket.getInetAddress().getHostAddress());
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        var request = new Asked(head, body(head, in));
        asked.add(request);
        Answer answer = answers.get(request.target());
        if (answer == null) {
          socket.getOutputStream().write(latin1(fresh("default " + request.target())));
        } else {
          answer.to(request, socket.getOutputStream());
        }
        socket.getOutputStream().flush();
      }
    } catch (IOException | UncheckedIOException over) {
      // The proxy closed, or the answer wanted the connection closed.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        return "";
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int from = at + "\r\ncontent-length:".length();
      int length = Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).strip());
      return whole(in, length);
    }
    return lower.contains("transfer-encoding: chunked") ? chunked(in) : "";
  }

  private static String chunked(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.writeBytes(latin1(whole(in, size)));
      line(in);
      if (size == 0) {
        return body.toString(StandardCharsets.ISO_8859_1);
      }
    }
  }

  private static String whole(InputStream in, int length) throws IOException {
    byte[] octets = in.readNBytes(length);
    if (octets.length != length) {
      throw new EOFException("the request ends inside its body");
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the request ends inside its body");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
