package dev.weir.node.proxy.entrance;

import static dev.weir.node.proxy.entrance.FirstOctets.Speech.HTTP;
import static dev.weir.node.proxy.entrance.FirstOctets.Speech.NOT_HTTP;
import static dev.weir.node.proxy.entrance.FirstOctets.Speech.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.entrance.FirstOctets.Speech;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("whether first octets can be HTTP/1")
final class FirstOctetsTest {
  private static final String TOKEN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET / HTTP/1.1~|HTTP",
        "GET /|HTTP",
        "GET |UNDECIDED",
        "GE|UNDECIDED",
        "`~`|UNDECIDED",
        "~~GET / HTTP/1.1~|HTTP",
        "~~~~~|HTTP",
        "OPTIONS * HTTP/1.1~|HTTP",
        "OPTIONS * RTSP/1.0~|NOT_HTTP",
        "OPTIONS sip:a@b SIP/2.0~|NOT_HTTP",
        "CONNECT a:443 HTTP/1.1~|HTTP",
        "GET http://a.test/ HTTP/1.1~|HTTP",
        "GET ! HTTP/1.1~|HTTP",
        "GET a~|HTTP",
        "GET / HTTP/7.3~|HTTP",
        "M-SEARCH * HTTP/1.1~|HTTP",
        "PROPFIND /a HTTP/1.1~|HTTP",
        "PROPFIND /a HTTP/1.1|HTTP",
        "BREW /a HTTP/1.1|UNDECIDED",
        "PRI * HTTP/2.0~~SM~~|NOT_HTTP",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2~|NOT_HTTP",
        "SSH-2.0-x~|NOT_HTTP",
        "EHLO client.test~|NOT_HTTP",
        "NICK weir~|NOT_HTTP",
        "PING~|NOT_HTTP",
        "USER anonymous HTTPX~|NOT_HTTP",
        "*1^$4^PING|NOT_HTTP",
        "{`json`: 1}|NOT_HTTP",
        "<xml/>|NOT_HTTP",
        "` GET / HTTP/1.1~`|NOT_HTTP",
        "GET~|NOT_HTTP",
        "GET:|NOT_HTTP"
      })
  @DisplayName("of a client")
  void client(String octets, Speech expected) {
    assertThat(ofClient(octets.replace("~", "\r\n").replace("^", "\n"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001", // a TLS ClientHello
        "\u0013BitTorrent protocol",
        "\u0003\u0000\u0000\u0013\u000e", // RDP
        "\u0005\u0001\u0000", // SOCKS
        "\u0000",
        "\u00ff",
        "A \u0001",
        "METHOD \u00e9",
        "\r\n\u0016"
      })
  @DisplayName("what has octets that no request can have is none, from the first of them on")
  void binary(String octets) {
    assertThat(ofClient(octets)).isEqualTo(NOT_HTTP);
    assertThat(ofClient(octets.substring(0, octets.length() - 1))).isNotEqualTo(HTTP);
  }

  @Test
  @DisplayName("RFC 9112 §3 no prefix of a valid request is ever anything but HTTP or undecided")
  void prefixes() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 3_000; i++) {
      String request = request(random);
      boolean decided = false;
      for (int length = 0; length <= request.length(); length++) {
        Speech speech = ofClient(request.substring(0, length));
        assertThat(speech).as("%s of %s", length, request).isNotEqualTo(NOT_HTTP);
        assertThat(decided && speech != HTTP).as("it changed its mind: %s", request).isFalse();
        decided |= speech == HTTP;
      }
      assertThat(decided).as(request).isTrue();
    }
  }

  @Test
  @DisplayName("every input has an answer; what is undecided is bounded; a decision is kept")
  void total() {
    var random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      var octets = new byte[random.nextInt(1, 40)];
      for (int at = 0; at < octets.length; at++) {
        int set = random.nextInt(4);
        octets[at] =
            (byte)
                switch (set) {
                  case 0 -> random.nextInt(256);
                  case 1 -> " \r\n/".charAt(random.nextInt(4));
                  default -> TOKEN.charAt(random.nextInt(TOKEN.length()));
                };
      }
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      Speech before = UNDECIDED;
      for (int length = 1; length <= text.length(); length++) {
        Speech now = ofClient(text.substring(0, length));
        if (before != UNDECIDED) {
          assertThat(now).as("%s of %s", length, text).isEqualTo(before);
        }
        before = now;
      }
    }
    assertThat(ofClient("a".repeat(64))).isEqualTo(UNDECIDED);
    assertThat(ofClient("a".repeat(65))).isEqualTo(HTTP);
    assertThat(ofClient("A " + "b".repeat(FirstOctets.UNDECIDED_MAX - 2))).isEqualTo(UNDECIDED);
    assertThat(ofClient("A " + "b".repeat(FirstOctets.UNDECIDED_MAX))).isEqualTo(HTTP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSH-2.0-x|NOT_HTTP",
        "PINGS|NOT_HTTP",
        "X y|NOT_HTTP",
        "P|UNDECIDED",
        "PROPFI|UNDECIDED",
        "GET a|UNDECIDED",
        "~|UNDECIDED",
        "GET /|HTTP"
      })
  @DisplayName("of a client that pauses there")
  void pausing(String octets, Speech expected) {
    var heard = Unpooled.copiedBuffer(octets.replace("~", "\r\n"), StandardCharsets.ISO_8859_1);
    assertThat(FirstOctets.ofPausing(heard)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 408 Request Timeout, HTTP",
    "HTTP/, HTTP",
    "HTTP, UNDECIDED",
    "H, UNDECIDED",
    "'', UNDECIDED",
    "SSH-2.0-x, NOT_HTTP",
    "HELO, NOT_HTTP",
    "ICY 200 OK, NOT_HTTP",
    "http/1.1 200 OK, NOT_HTTP",
    "220 mail.test, NOT_HTTP"
  })
  @DisplayName("of a server")
  void server(String octets, Speech expected) {
    assertThat(FirstOctets.ofServer(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1)))
        .isEqualTo(expected);
  }

  private static String request(SplittableRandom random) {
    var text = new StringBuilder("\r\n".repeat(random.nextInt(3)));
    String[] known = {"GET", "POST", "OPTIONS", "HEAD", "PATCH", "DELETE"};
    if (random.nextBoolean()) {
      text.append(known[random.nextInt(known.length)]);
    } else {
      random
          .ints(random.nextInt(1, 30), 0, TOKEN.length())
          .forEach(at -> text.append(TOKEN.charAt(at)));
    }
    String[] targets = {"/", "*", "/a?b=c", "http://a.test/x", "a.test:80", "/%20"};
    return text.append(' ')
        .append(targets[random.nextInt(targets.length)])
        .append(random.nextBoolean() ? " HTTP/1.1\r\n" : " HTTP/1.0\n")
        .append("Host: a.test\r\n\r\n")
        .toString();
  }

  private static Speech ofClient(String octets) {
    return FirstOctets.ofClient(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
  }
}
