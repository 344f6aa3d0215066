package dev.weir.node.proxy.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectAnswerTest {
  @Test
  @DisplayName(
      "RFC 9110 §9.3.6 a final head in any pieces: its octets are taken, the tunnel's stay")
  void pieces() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    for (int length = 0; length < head.length(); length++) {
      assertThat(ConnectAnswer.of(octets(head.substring(0, length))))
          .as("%d", length)
          .isEqualTo(new ConnectAnswer.Unfinished());
    }
    ByteBuf all = octets(head + "\r\n\r\nrest");
    assertThat(ConnectAnswer.of(all)).isEqualTo(new ConnectAnswer.Final(200));
    assertThat(all.toString(ISO_8859_1)).isEqualTo("\r\n\r\nrest");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0 200, 200, true",
    "HTTP/1.1 204 No Content, 204, true",
    "HTTP/1.1 299 x, 299, true",
    "HTTP/1.1 302 Found, 302, false",
    "HTTP/1.1 407 Login, 407, false"
  })
  @DisplayName("2xx agrees, everything else does not")
  void statuses(String line, int status, boolean agrees) {
    var answer = (ConnectAnswer.Final) ConnectAnswer.of(octets(line + "\r\n\r\n"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.agrees()).isEqualTo(agrees);
  }

  @Test
  @DisplayName("interim responses before it are passed over, as long as they are few")
  void interim() {
    String wait = "HTTP/1.1 100 Wait\r\n\r\n";
    ByteBuf all = octets(wait + wait + "HTTP/1.1 200 OK\r\n\r\nx");
    assertThat(ConnectAnswer.of(all)).isEqualTo(new ConnectAnswer.Final(200));
    assertThat(all.toString(ISO_8859_1)).isEqualTo("x");
    assertThat(ConnectAnswer.of(octets(wait))).isEqualTo(new ConnectAnswer.Unfinished());
    assertThat(ConnectAnswer.of(octets(wait.repeat(1000)))).isEqualTo(new ConnectAnswer.Broken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I",
        "HTTP/2",
        "HTTP/1.1 200OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1\r\n\r\n"
      })
  @DisplayName("anything else is no answer, as soon as that is certain")
  void broken(String text) {
    assertThat(ConnectAnswer.of(octets(text))).isEqualTo(new ConnectAnswer.Broken());
  }

  @Test
  @DisplayName("a head without an end is no answer once it is too long")
  void endless() {
    String begun = "HTTP/1.1 200 OK\r\nX: ";
    assertThat(ConnectAnswer.of(octets(begun + "x".repeat(ConnectAnswer.OCTETS_MAX))))
        .isEqualTo(new ConnectAnswer.Broken());
  }

  @Test
  @DisplayName("every sequence of octets has an answer")
  void total() {
    var random = new Random(7);
    byte[] seed = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n".getBytes(ISO_8859_1);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = seed.clone();
      for (int j = 0; j < 3; j++) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      assertThat(ConnectAnswer.of(Unpooled.wrappedBuffer(octets))).isNotNull();
    }
  }

  private static ByteBuf octets(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }
}
