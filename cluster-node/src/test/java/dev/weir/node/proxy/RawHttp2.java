package dev.weir.node.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A client of HTTP/2 that sends frames as told (RFC 9113 §4.1).
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /// One frame.
  record Frame(int type, int flags, int stream, String payload) {
    /// The error of a reset, or of a good-bye.
    int error() {
      int at = type == GO_AWAY ? 4 : 0;
      return payload.charAt(at + 3);
    }

    byte[] octets() {
      return payload.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  RawHttp2(InetSocketAddress node, String host) throws Exception {
    socket = connected(node, host, "h2");
    socket.setSoTimeout(40_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0);
  }

  /// A connection by TLS that offers one protocol, and believes the certificate of `www`.
  static SSLSocket connected(InetSocketAddress node, String host, String protocol)
      throws Exception {
    var socket =
        (SSLSocket) trusting().getSocketFactory().createSocket(node.getAddress(), node.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLContext trusting() throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var in = RawHttp2.class.getResourceAsStream("/tls/www.pem")) {
      store.setCertificateEntry(
          "www", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    var frame = new ByteArrayOutputStream();
    var head = new DataOutputStream(frame);
    head.writeByte(payload.length >> 16);
    head.writeShort(payload.length);
    head.writeByte(type);
    head.writeByte(flags);
    head.writeInt(stream);
    head.write(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  /// Fields as `name=value`, each literally (RFC 7541 §6.2.2).
  static byte[] fields(String... lines) {
    var block = new ByteArrayOutputStream();
    for (String line : lines) {
      int at = line.indexOf('=');
      block.write(0);
      for (String part : List.of(line.substring(0, at), line.substring(at + 1))) {
        block.write(part.length());
        block.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return block.toByteArray();
  }

  /// Asks for a path of `www.example.com`, with further fields.
  void get(int stream, String path, String... more) throws IOException {
    var lines =
        new java.util.ArrayList<>(
            List.of(":method=GET", ":scheme=https", ":path=" + path, ":authority=www.example.com"));
    lines.addAll(List.of(more));
    send(HEADERS, END_STREAM | END_HEADERS, stream, fields(lines.toArray(String[]::new)));
  }

  /// Says that it has a body for a path of `www.example.com`, with further fields.
  void post(int stream, String path, String... more) throws IOException {
    var lines =
        new java.util.ArrayList<>(
            List.of(
                ":method=POST", ":scheme=https", ":path=" + path, ":authority=www.example.com"));
    lines.addAll(List.of(more));
    send(HEADERS, END_HEADERS, stream, fields(lines.toArray(String[]::new)));
  }

  /// The next frame of one of these types, whatever comes before it; empty when the connection ends
  /// first.
  Optional<Frame> next(int... types) throws IOException {
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        var frame =
            new Frame(
                in.readUnsignedByte(),
                in.readUnsignedByte(),
                in.readInt(),
                new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        if (IntStream.of(types).anyMatch(it -> it == frame.type)) {
          return Optional.of(frame);
        }
      }
    } catch (EOFException | SocketException | javax.net.ssl.SSLException ended) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
