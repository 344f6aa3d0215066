package dev.weir.lab.traffic;

import dev.weir.lab.net.OriginName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Origins on port 80 that a cache cannot serve, in the place of [OriginServer]. Each tells its
/// client whom it sees.
///
/// [#SHELL] waits for its client to speak, which is not HTTP; [#MAIL] speaks first; [#INTRANET]
/// speaks HTTP and has each connection logged in by NTLM, whoever the user is.
public final class OddServer {
  /// Where the client speaks first.
  public static final OriginName SHELL = OriginName.ALL.get(0);

  /// Where the server speaks first.
  public static final OriginName MAIL = OriginName.ALL.get(1);

  /// Where connections are logged in.
  public static final OriginName INTRANET = OriginName.ALL.get(2);

  private static final int WEB_PORT = 80;
  private static final int HEAD_MAX = 16_384;

  private OddServer() {}

  /// Serves until the process is ended; writes `ready` once it listens.
  static void main() throws IOException {
    try (var server = new ServerSocket()) {
      server.bind(new InetSocketAddress(WEB_PORT), 256);
      System.out.println("ready");
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InetAddress where = socket.getLocalAddress();
      String seen = "you are " + socket.getInetAddress().getHostAddress() + "\r\n";
      if (where.equals(InetAddress.ofLiteral(MAIL.address()))) {
        say(socket, "220 " + seen);
        socket.getInputStream().transferTo(socket.getOutputStream());
      } else if (where.equals(InetAddress.ofLiteral(INTRANET.address()))) {
        logIn(socket, seen);
      } else if (socket.getInputStream().read() >= 0) {
        say(socket, "SSH-2.0-odd " + seen);
        socket.getInputStream().transferTo(socket.getOutputStream());
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  /// Three requests on one connection: without a word, with the first word of NTLM, with the last.
  private static void logIn(Socket socket, String seen) throws IOException {
    boolean challenged = false;
    for (String head = head(socket); !head.isEmpty(); head = head(socket)) {
      if (!head.contains("\r\nAuthorization: NTLM ")) {
        refuse(socket, "NTLM");
      } else if (!challenged) {
        challenged = true;
        refuse(socket, "NTLM " + challenge());
      } else {
        say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + seen.length() + "\r\n\r\n" + seen);
      }
    }
  }

  private static void refuse(Socket socket, String challenge) throws IOException {
    say(
        socket,
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
            + challenge
            + "\r\nContent-Length: 0\r\n\r\n");
  }

  /// The shortest CHALLENGE_MESSAGE: NTLM and OEM names, no target.
  private static String challenge() {
    byte[] message =
        ByteBuffer.allocate(48)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
            .putInt(2)
            .putInt(0)
            .putInt(48)
            .putInt(0x202)
            .putLong(0x0123_4567_89ab_cdefL)
            .array();
    return Base64.getEncoder().encodeToString(message);
  }

  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && head.length() < HEAD_MAX; octet = in.read()) {
      head.append((char) octet);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private static void say(Socket socket, String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
