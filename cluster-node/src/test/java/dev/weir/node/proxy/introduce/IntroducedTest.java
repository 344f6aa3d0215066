package dev.weir.node.proxy.introduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers of the PROXY protocol, both ways.
class IntroducedTest {
  private static final InetSocketAddress CLIENT = at("198.51.100.9", 40_000);
  private static final InetSocketAddress CLIENT6 = at("2001:db8::9", 40_000);
  private static final InetSocketAddress HERE = at("192.0.2.1", 443);
  private static final InetSocketAddress HERE6 = at("2001:db8::1", 443);

  @Test
  @DisplayName(
      "section 2.1, section 2.2 what this node says is what it understands, whole and in any part")
  void bothWays() {
    for (int version : new int[] {1, 2}) {
      expect(new Introduction(version, Optional.of(CLIENT), HERE), Optional.of(CLIENT));
      expect(new Introduction(version, Optional.of(CLIENT6), HERE6), Optional.of(CLIENT6));
      expect(new Introduction(version, Optional.of(CLIENT6), HERE), Optional.empty());
      expect(new Introduction(version, Optional.empty(), HERE), Optional.empty());
    }
  }

  private static void expect(Introduction said, Optional<InetSocketAddress> client) {
    ByteBuf octets = said.octets();
    int length = octets.readableBytes();
    assertThat(Introduced.of(octets)).isEqualTo(new Introduced.By(client, length));
    ByteBuf more = Unpooled.wrappedBuffer(octets.copy(), text("GET / HTTP/1.1\r\n"));
    assertThat(Introduced.of(more)).isEqualTo(new Introduced.By(client, length));
    for (int i = 0; i < length; i++) {
      assertThat(Introduced.of(octets.slice(0, i))).isEqualTo(new Introduced.Incomplete());
    }
  }

  @Test
  @DisplayName(
      "section 2.2 fields after the addresses are skipped; an address family that is none of ours is no client")
  void block() {
    var block = new Introduction(2, Optional.of(CLIENT), HERE).octets();
    block.setShort(14, 12 + 5).writeBytes(HexFormat.of().parseHex("0300020000"));
    assertThat(Introduced.of(block)).isEqualTo(new Introduced.By(Optional.of(CLIENT), 33));
    block.setByte(13, 0x31);
    assertThat(Introduced.of(block)).isEqualTo(new Introduced.Nonsense());
    block.setByte(13, 0);
    assertThat(Introduced.of(block)).isEqualTo(new Introduced.By(Optional.empty(), 33));
    block.setByte(12, 0x11);
    assertThat(Introduced.of(block))
        .as("version 1 in a block")
        .isEqualTo(new Introduced.Nonsense());
    block.setByte(12, 0x21).setShort(14, Introduced.BLOCK_OCTETS_MAX);
    assertThat(Introduced.of(block)).as("too long").isEqualTo(new Introduced.Nonsense());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "proxy TCP4 198.51.100.9 192.0.2.1 1 2\r\n",
        "PROXY TCP4 198.51.100.9 192.0.2.1 1 2\n",
        "PROXY TCP4 198.51.100.9 192.0.2.1 1\r\n",
        "PROXY TCP4 198.51.100.9 192.0.2.1 1 65536\r\n",
        "PROXY TCP4 198.51.100.9 192.0.2.1 01 2\r\n",
        "PROXY TCP4 198.51.100.999 192.0.2.1 1 2\r\n",
        "PROXY TCP4 198.51.100 192.0.2.1 1 2\r\n",
        "PROXY TCP4 2001:db8::9 2001:db8::1 1 2\r\n",
        "PROXY TCP6 198.51.100.9 192.0.2.1 1 2\r\n",
        "PROXY TCP4  198.51.100.9 192.0.2.1 1 2\r\n",
        "PROXY UDP4 198.51.100.9 192.0.2.1 1 2\r\n",
      })
  @DisplayName("section 2.1 anything else is refused, however near it is")
  void nonsense(String line) {
    assertThat(Introduced.of(text(line))).isEqualTo(new Introduced.Nonsense());
  }

  @Test
  @DisplayName("section 2.1 a line without an end is given up after 107 octets")
  void endless() {
    assertThat(Introduced.of(text("PROXY " + "x".repeat(100))))
        .isInstanceOf(Introduced.Incomplete.class);
    assertThat(Introduced.of(text("PROXY " + "x".repeat(101))))
        .isInstanceOf(Introduced.Nonsense.class);
  }

  @Test
  @DisplayName("any octets have an answer, and none is longer than what came")
  void total() {
    var random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      ByteBuf octets =
          new Introduction(
                  1 + i % 2, Optional.of(i % 3 == 0 ? CLIENT6 : CLIENT), i % 3 == 0 ? HERE6 : HERE)
              .octets();
      for (int k = 0; k <= random.nextInt(3); k++) {
        octets.setByte(random.nextInt(octets.readableBytes()), random.nextInt(256));
      }
      if (Introduced.of(octets) instanceof Introduced.By(_, int used)) {
        assertThat(used).isBetween(1, octets.readableBytes());
      }
    }
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
