package dev.weir.lab.traffic;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A program that opens connections to one web site and keeps them: `HOST ADDRESS COUNT`.
///
/// It asks for one object on each and says how many have answered. With each line of standard input
/// it asks on each once more and says so again; at the end of input it closes them.
public final class HeldConnections {
  private static final int WEB_PORT = 80;
  private static final int PATIENCE_MILLIS = 30_000;

  private HeldConnections() {}

  /// Holds them.
  static void main(String... words) throws IOException {
    var site = new InetSocketAddress(words[1], WEB_PORT);
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words[2]); i++) {
      var socket = new Socket();
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(site, PATIENCE_MILLIS);
      held.add(socket);
    }
    System.out.println(answered(held, words[0]));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(answered(held, words[0]));
    }
    for (Socket socket : held) {
      socket.close();
    }
  }

  private static long answered(List<Socket> held, String host) {
    return held.stream().filter(socket -> answers(socket, host)).count();
  }

  private static boolean answers(Socket socket, String host) {
    try {
      socket
          .getOutputStream()
          .write(
              "GET /held HTTP/1.1\r\nHost: %s\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      var in = new DataInputStream(socket.getInputStream());
      String status = line(in);
      int length = 0;
      for (String field = line(in); !field.isEmpty(); field = line(in)) {
        if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(field.substring(15).strip());
        }
      }
      in.skipNBytes(length);
      return status.startsWith("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
