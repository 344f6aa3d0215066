package dev.weir.node.proxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that sends octets as told and reads one response after the other.
final class RawClient implements AutoCloseable {
  /// A response as it came.
  record Response(int status, String head, String body) {
    /// The value of the first line of this name, or the empty string.
    String field(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  final Socket socket;
  final InputStream in;

  RawClient(InetSocketAddress proxy) throws IOException {
    this(proxy, proxy.getAddress());
  }

  RawClient(InetSocketAddress proxy, InetAddress own) throws IOException {
    this(new Socket(proxy.getAddress(), proxy.getPort(), own, 0));
  }

  /// By a connection that is there, whatever is below it.
  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(40_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Asks for a tunnel.
  void connect(InetSocketAddress to) throws IOException {
    String host = to.getAddress().getHostAddress() + ":" + to.getPort();
    send("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  void send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// Sends even if the proxy has stopped to listen before the end.
  void sendAll(String octets) {
    try {
      send(octets);
    } catch (IOException refused) {
      // It has answered.
    }
  }

  Response get(String target, String host, String... lines) throws IOException {
    return ask("GET", target, host, lines);
  }

  Response ask(String method, String target, String host, String... lines) throws IOException {
    var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    send(request.append("\r\n").toString());
    return read(method.equals("HEAD"));
  }

  Response read(boolean answerToHead) throws IOException {
    return read(readHead(), answerToHead);
  }

  /// The rest of a response whose head has been read.
  Response rest(Response head) throws IOException {
    return read(head, false);
  }

  private Response read(Response response, boolean answerToHead) throws IOException {
    int status = response.status();
    if (answerToHead || status == 304 || status == 204 || status < 200) {
      return response;
    }
    String length = response.field("Content-Length");
    String body;
    if (!length.isEmpty()) {
      byte[] octets = in.readNBytes(Integer.parseInt(length));
      if (octets.length != Integer.parseInt(length)) {
        throw new EOFException("body cut off after " + octets.length + " octets");
      }
      body = new String(octets, StandardCharsets.ISO_8859_1);
    } else if (response.field("Transfer-Encoding").equals("chunked")) {
      body = chunked();
    } else {
      body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    return new Response(status, response.head(), body);
  }

  Response readHead() throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("closed after: " + head);
      }
      head.append((char) octet);
    }
    return new Response(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
  }

  /// Whether the proxy ends the connection: true once it has.
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  /// The same, where the end may be a reset.
  boolean isGone() {
    try {
      return isClosed();
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String chunked() throws IOException {
    var body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      byte[] octets = in.readNBytes(size);
      if (octets.length != size) {
        throw new EOFException("chunk cut off");
      }
      body.append(new String(octets, StandardCharsets.ISO_8859_1));
      line();
      if (size == 0) {
        return body.toString();
      }
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("closed in a chunk");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }
}
