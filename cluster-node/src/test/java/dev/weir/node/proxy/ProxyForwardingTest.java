package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.node.Soon;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an origin gets of what a client sends, octet by octet: `strict/forwarded.txt`.
@Timeout(120)
final class ProxyForwardingTest {
  static Stream<Arguments> sections() {
    return Corpus.sections("forwarded.txt").stream()
        .map(section -> argumentSet(section.sentence(), section));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("sections")
  @DisplayName("SEC-H what is understood is written anew")
  void forwarded(Corpus.Section section) throws IOException {
    String sent = section.lines().getFirst().substring(2);
    String expected = section.lines().getLast().substring(2);
    var heard = new ConcurrentLinkedQueue<String>();
    try (var origin = new ScriptedServer(socket -> hearAll(socket, expected, heard));
        var node = new ProxyUnderTest(origin.address());
        RawClient client = node.client()) {
      client.send(Corpus.octets(sent, node.host()));
      assertThat(client.readHead().status()).isEqualTo(204);
      Soon.passes(() -> assertThat(heard).isNotEmpty());
      assertThat(heard.element()).isEqualTo(Corpus.octets(expected, node.host()));
    }
  }

  /// Hears as much as is expected, or all that comes at once, and answers.
  private static void hearAll(Socket socket, String expected, ConcurrentLinkedQueue<String> heard)
      throws IOException {
    int length = Corpus.octets(expected, "127.0.0.1:" + socket.getLocalPort()).length();
    socket.setSoTimeout(2_000);
    byte[] octets = socket.getInputStream().readNBytes(length);
    int more = socket.getInputStream().available();
    var rest = new String(socket.getInputStream().readNBytes(more), StandardCharsets.ISO_8859_1);
    heard.add(new String(octets, StandardCharsets.ISO_8859_1) + rest);
    ScriptedServer.say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
  }
}
