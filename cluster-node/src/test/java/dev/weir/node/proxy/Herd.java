package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Clients that all ask for `/a`, the node that they ask and its origin.
final class Herd implements AfterEachCallback {
  static final String FRESH = "Cache-Control: max-age=60";

  private final Scene scene = new Scene(at -> ProxyUnderTest.storing(128L << 20, at));
  final OriginRecorder origin = scene.origin;
  final ProxyUnderTest node = scene.node;
  final String host = scene.host;
  final List<RawClient> clients = new ArrayList<>();

  GatedAnswer answering(GatedAnswer answer) {
    origin.answering("/a", answer);
    return answer;
  }

  void answering(String octets) {
    origin.answering("/a", octets);
  }

  /// One more client, who has asked.
  RawClient asks(String... lines) throws IOException {
    RawClient client = node.client();
    clients.add(client);
    ask(client, lines);
    return client;
  }

  void ask(RawClient client, String... lines) throws IOException {
    var more = new StringBuilder();
    for (String line : lines) {
      more.append(line).append("\r\n");
    }
    client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n");
  }

  /// Reads so many octets, which are those of a [GatedAnswer] from a position on.
  static void readOctets(RawClient client, long from, int count) throws IOException {
    byte[] octets = client.in.readNBytes(count);
    if (octets.length < count) {
      throw new EOFException("cut off after " + octets.length);
    }
    assertThat(GatedAnswer.isAt(from, octets, count)).as("the octets").isTrue();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    scene.close();
  }
}
