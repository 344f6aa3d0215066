package dev.weir.node.proxy.sni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// First messages of a real client, cut, mutilated and judged.
final class ClientHelloTest {
  private final byte[] real = Hellos.of(List.of("www.Example.com"), "h2", "http/1.1");

  ClientHelloTest() throws IOException {}

  @Test
  @DisplayName("RFC 6066 §3, RFC 7301 name and protocols of a real client are read")
  void whole() throws IOException {
    assertThat(read(real))
        .isEqualTo(
            new ClientHello.Whole(
                Optional.of("www.example.com"), false, List.of("h2", "http/1.1")));
    assertThat(read(Hellos.of(List.of())))
        .isEqualTo(new ClientHello.Whole(Optional.empty(), false, List.of()));
  }

  @Test
  @DisplayName("each beginning of it is unfinished, and nothing else")
  void beginnings() {
    for (int length = 0; length < real.length; length++) {
      assertThat(read(Arrays.copyOf(real, length)))
          .as("%d octets", length)
          .isInstanceOf(ClientHello.Unfinished.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 50, 100, 1000})
  @DisplayName("RFC 8446 §5.1 it may be spread over records")
  void records(int octets) {
    byte[] spread = Hellos.inRecords(real, octets);

    assertThat(read(spread)).isEqualTo(read(real));
    assertThat(read(Arrays.copyOf(spread, spread.length - 1)))
        .isInstanceOf(ClientHello.Unfinished.class);
  }

  @Test
  @DisplayName(
      "CVE-2026-45416 spread over more records than anybody needs, or too long, it is broken")
  void bounds() {
    byte[] long1 = {22, 3, 1, 64, 0, 1, 0, 64, 1};
    byte[] empty = {22, 3, 1, 0, 0};

    assertThat(read(Hellos.inRecords(real, 1))).isInstanceOf(ClientHello.Broken.class);
    assertThat(read(long1)).isInstanceOf(ClientHello.Broken.class);
    assertThat(read(empty)).isInstanceOf(ClientHello.Broken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "SSH-2.0-x", "\u0000", "\u0016\u0002", "\u0080."})
  @DisplayName("what begins otherwise is no TLS")
  void other(String octets) {
    assertThat(read(octets.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ClientHello.Other.class);
  }

  @Test
  @DisplayName("a server's message, or one with a field twice or a bad name, is broken")
  void broken() {
    byte[] server = real.clone();
    server[5] = 2;
    assertThat(read(server)).isInstanceOf(ClientHello.Broken.class);
    byte[] name =
        new String(real, StandardCharsets.ISO_8859_1)
            .replace("www.Example.com", "www.Ex\nmple.com")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(read(name)).isInstanceOf(ClientHello.Broken.class);
  }

  @Test
  @DisplayName("whatever the octets, there is an answer, and it is the same when more comes")
  void total() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = real.clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      byte[] more = Arrays.copyOf(octets, octets.length + 10);
      assertThatCode(
              () -> {
                ClientHello first = read(octets);
                if (!(first instanceof ClientHello.Unfinished)) {
                  assertThat(read(more)).isEqualTo(first);
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, PASSED",
    "www.example.net, DENIED",
    "a.b.example.net, DENIED",
    "example.net, NOT_ALLOWED",
    "notexample.net, NOT_ALLOWED",
    "bad.example.com, DENIED",
    "bad.example.com., DENIED",
    "example.org, NOT_ALLOWED"
  })
  @DisplayName("what is denied comes before what is allowed, and names below others are not they")
  void judged(String name, TlsVerdict verdict) {
    var policy =
        new TlsPolicy(
            Set.of(443),
            List.of("*.example.net", "bad.example.com"),
            List.of("*.example.com"),
            false,
            false);
    var hello = new ClientHello.Whole(Optional.of(name), true, List.of());

    assertThat(policy.judge(hello)).isEqualTo(verdict);
    assertThat(policy.judge(new ClientHello.Whole(Optional.empty(), false, List.of())))
        .isEqualTo(TlsVerdict.NAMELESS_REFUSED);
    assertThat(policy.judge(new ClientHello.Other())).isEqualTo(TlsVerdict.NOT_TLS_REFUSED);
    assertThat(policy.isFor(80)).isFalse();
  }

  private static ClientHello read(byte[] octets) {
    return ClientHello.of(Unpooled.wrappedBuffer(octets));
  }
}
