package dev.weir.node.doctor.probe;

import dev.weir.node.doctor.Facts.Outside;
import dev.weir.node.doctor.Facts.Parents;
import dev.weir.node.doctor.Facts.Peers;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Asks each name server something, and visits origins.
final class OutsideProbe {
  private static final int WAIT_MILLIS = 1_000;
  private static final int TRIES = 2;
  private static final int PORT = 53;

  /// Recursion desired, one question: the name servers of the root (RFC 1035, Domain names).
  private static final byte[] QUESTION = {0x57, 0x44, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

  private OutsideProbe() {}

  /// What is outside, peers included, who were called already.
  ///
  /// Origins are found by name, so they are visited only when every name server answers.
  static Outside look(
      Collection<Inet4Address> servers, List<String> origins, Peers peers, Parents parents) {
    var silent =
        servers.stream()
            .filter(server -> !answers(server))
            .map(Inet4Address::getHostAddress)
            .toList();
    var dead = new ArrayList<String>();
    long off = 0;
    for (String origin : silent.isEmpty() ? origins : List.<String>of()) {
      try {
        off = clockOffSeconds(origin);
      } catch (IOException e) {
        dead.add(origin + " (" + e.getMessage() + ")");
      }
    }
    return new Outside(silent, dead, off, peers, parents);
  }

  private static boolean answers(Inet4Address server) {
    for (int i = 0; i < TRIES; i++) {
      try (var socket = new DatagramSocket()) {
        socket.setSoTimeout(WAIT_MILLIS);
        socket.connect(server, PORT);
        socket.send(new DatagramPacket(QUESTION, QUESTION.length));
        socket.receive(new DatagramPacket(new byte[512], 512));
        return true;
      } catch (IOException _) {
        // Asked again, then said to be silent.
      }
    }
    return false;
  }

  /// 0 when the origin does not tell its time.
  private static long clockOffSeconds(String origin) throws IOException {
    var url = URI.create("http://" + origin + "/").toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod("HEAD");
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(WAIT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.connect();
    try {
      long theirs = connection.getDate();
      return theirs == 0 ? 0 : (Instant.now().toEpochMilli() - theirs) / 1_000;
    } finally {
      connection.disconnect();
    }
  }
}
