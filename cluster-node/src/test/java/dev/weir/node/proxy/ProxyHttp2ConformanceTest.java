package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of frames by RFC 9113: `strict/http2.txt`.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProxyHttp2ConformanceTest {
  private static final Map<String, Integer> TYPES =
      Map.of(
          "DATA", RawHttp2.DATA,
          "HEADERS", RawHttp2.HEADERS,
          "PRIORITY", RawHttp2.PRIORITY,
          "RESET", RawHttp2.RESET,
          "SETTINGS", RawHttp2.SETTINGS,
          "PUSH_PROMISE", 5,
          "PING", RawHttp2.PING,
          "GO_AWAY", RawHttp2.GO_AWAY,
          "WINDOW_UPDATE", RawHttp2.WINDOW_UPDATE,
          "CONTINUATION", RawHttp2.CONTINUATION);

  /// A PING that stands behind all.
  private static final byte[] LAST = "the last".getBytes(StandardCharsets.US_ASCII);

  private final OriginRecorder origin = new OriginRecorder();
  private final CountDownLatch held = new CountDownLatch(1);

  private ProxyUnderTest node;

  ProxyHttp2ConformanceTest() throws IOException {}

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    origin.answering(
        "/held",
        (_, out) -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    node = new TlsScene(origin.address(), folder).node();
  }

  @AfterAll
  void close() throws IOException {
    held.countDown();
    node.close();
    origin.close();
  }

  static Stream<Arguments> sections() {
    return Corpus.sections("http2.txt").stream()
        .map(section -> argumentSet(section.sentence(), section));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("sections")
  @DisplayName("RFC 9113 what a client does ends a stream, the connection, or nothing")
  void conforms(Corpus.Section section) throws Exception {
    var found = new ArrayList<String>();
    for (String line : section.lines()) {
      String[] parts = line.split("\\|", 2);
      found.add(outcome(parts[0].strip(), parts[1]) + " |" + parts[1]);
    }
    assertThat(found)
        .isEqualTo(section.lines().stream().map(line -> line.replaceFirst(" +\\|", " |")).toList());
  }

  private String outcome(String wanted, String frames) throws Exception {
    try (var client = new RawHttp2(node.proxy.boundAddresses().getFirst(), "www.example.com")) {
      try {
        for (String frame : frames.split(";", -1)) {
          send(client, frame.strip().split(" +"));
        }
        if (wanted.equals("PONG")) {
          client.send(RawHttp2.PING, 0, 0, LAST);
        }
      } catch (SocketException | SSLException ended) {
        // What it has said before is read below.
      }
      while (true) {
        var next = client.next(RawHttp2.GO_AWAY, RawHttp2.RESET, RawHttp2.PING, RawHttp2.HEADERS);
        if (next.isEmpty()) {
          return "closed";
        }
        RawHttp2.Frame frame = next.get();
        switch (frame.type()) {
          case RawHttp2.GO_AWAY -> {
            return "GOAWAY " + frame.error();
          }
          case RawHttp2.RESET -> {
            return "RESET " + frame.error();
          }
          case RawHttp2.HEADERS -> {
            return "200";
          }
          default -> {
            if (frame.payload().equals("the last")) {
              return "PONG";
            }
          }
        }
      }
    }
  }

  private static void send(RawHttp2 client, String[] words) throws IOException {
    int type = TYPES.getOrDefault(words[0], 0x16);
    var payload = new ByteArrayOutputStream();
    for (String word : List.of(words).subList(3, words.length)) {
      payload.writeBytes(octets(word));
    }
    client.send(
        type, Integer.parseInt(words[1], 16), Integer.parseInt(words[2]), payload.toByteArray());
  }

  private static byte[] octets(String word) {
    if (word.equals("~")) {
      return new byte[0];
    }
    if (word.startsWith("zeros*")) {
      return new byte[Integer.parseInt(word.substring(6))];
    }
    if (word.equals("get") || word.equals("held")) {
      String path = word.equals("get") ? "/a" : "/held";
      return RawHttp2.fields(
          ":method=GET", ":scheme=https", ":path=" + path, ":authority=www.example.com");
    }
    return word.contains("=")
        ? RawHttp2.fields(plain(word).replace("~", ""))
        : HexFormat.of().parseHex(word);
  }

  /// `\xNN` is an octet.
  private static String plain(String word) {
    var text = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      if (word.startsWith("\\x", i)) {
        text.append((char) Integer.parseInt(word.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        text.append(word.charAt(i));
      }
    }
    return text.toString();
  }
}
