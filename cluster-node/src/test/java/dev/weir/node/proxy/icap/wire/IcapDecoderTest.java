package dev.weir.node.proxy.icap.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What services send.
class IcapDecoderTest {
  private static final String GOOD =
      """
      ICAP/1.0 100 Continue

      ICAP/1.0 204 No Content
      Encapsulated: null-body=0

      ICAP/1.0 200 OK
      ISTag: "a"
      Encapsulated: req-hdr=0, res-hdr=18, res-body=37

      GET / HTTP/1.1

      HTTP/1.1 200 OK

      3; a=b
      abc
      2
      de
      0
      X: y

      """
          .replace("\n", "\r\n");

  private static final String SAID = "Head100 Head204 End Head200+body abcde End";

  @Test
  @DisplayName("RFC 3507 §4.4 answers are read one after the other, however they are cut")
  void good() {
    for (int cut = 1; cut < 40; cut++) {
      assertThat(said(GOOD, cut)).as("cut each " + cut).isEqualTo(SAID);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\n",
        "ICAP/1.0 2x0 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=9999999\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=70000\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=5\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=3, res-body=19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-body=19, res-hdr=0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-hdr=9, res-body=19\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, req-body=19\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-body=0\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: \r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: null-body=0\r\nEncapsulated: null-body=0\r\n\r\n",
        "ICAP/1.0 200 OK\r\n folded\r\nEncapsulated: null-body=0\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\nzz\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\n-1\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\n1\r\nabc",
        "ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\n1\n"
      })
  @DisplayName("RFC 3507 §4 what is no answer is said to be none, and nothing after it is read")
  void malformed(String answer) {
    assertThat(said(answer + GOOD, 1000)).endsWith("Malformed");
    assertThat(said(answer + GOOD, 1)).endsWith("Malformed");
  }

  @Test
  @DisplayName("RFC 3507 §4.3 a head without end, or a line, is given up at its limit")
  void bounds() {
    assertThat(said("ICAP/1.0 200 OK\r\nX: " + "a".repeat(20_000), 5000)).isEqualTo("Malformed");
    String body = "ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\n";
    assertThat(said(body + "1;" + "a".repeat(500), 5000)).endsWith("Malformed");
    assertThat(said(body + "0\r\n" + "a: b\r\n".repeat(50), 5000)).endsWith("Malformed");
  }

  @Test
  @DisplayName("RFC 3507 §4 whatever comes, the decoder says something or waits: 5,000 by chance")
  void chance() {
    var random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      char[] octets = GOOD.toCharArray();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        octets[random.nextInt(octets.length)] = (char) random.nextInt(256);
      }
      assertThat(said(new String(octets), random.nextInt(1, 200))).isNotNull();
    }
  }

  private static String said(String octets, int cut) {
    var channel = new EmbeddedChannel(new IcapDecoder());
    List<String> words = new ArrayList<>();
    for (int at = 0; at < octets.length(); at += cut) {
      String part = octets.substring(at, Math.min(at + cut, octets.length()));
      channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1));
      for (Object said = channel.readInbound(); said != null; said = channel.readInbound()) {
        say((IcapMessage) said, words);
      }
    }
    channel.finishAndReleaseAll();
    return String.join(" ", words);
  }

  private static void say(IcapMessage message, List<String> words) {
    switch (message) {
      case IcapMessage.Head head ->
          words.add("Head" + head.status() + (head.hasBody() ? "+body" : ""));
      case IcapMessage.Piece piece -> {
        String text = piece.content().toString(StandardCharsets.ISO_8859_1);
        piece.release();
        boolean more = !words.getLast().startsWith("Head") && !words.getLast().equals("End");
        words.add(more ? words.removeLast() + text : text);
      }
      case IcapMessage.End() -> words.add("End");
      case IcapMessage.Malformed _ -> words.add("Malformed");
    }
  }
}
