package dev.weir.gre;

import static dev.weir.gre.PacketRecipe.NODE;
import static dev.weir.gre.PacketRecipe.ROUTER;
import static dev.weir.gre.PacketRecipe.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gre.RedirectedPacket.Redirected;
import dev.weir.gre.RedirectedPacket.Refused;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectedPacketTest {
  private static final int ETHERNET_AND_PCAP_HEADERS = 24 + 16 + 14;

  @Test
  @DisplayName("§6.3 vector 30 is a redirected SYN of the web-cache service")
  void decodesVersion2() {
    Redirected packet = redirected("30-gre-v2-redirect");

    assertThat(packet.outer().source()).isEqualTo(ROUTER);
    assertThat(packet.outer().destination()).isEqualTo(NODE);
    assertThat(packet.redirect()).contains(RedirectHeader.primary(false, 0, 0xEA));
    assertThat(packet.inner().source()).isEqualTo(address("198.51.100.7"));
    assertThat(packet.inner().destination()).isEqualTo(address("203.0.113.80"));
    assertThat(packet.tcp().sourcePort()).isEqualTo(40_000);
    assertThat(packet.tcp().destinationPort()).isEqualTo(80);
    assertThat(packet.tcp().flagNames()).isEqualTo("SYN");
    assertThat(packet.tcp().sequence()).isEqualTo(1_000);
  }

  @Test
  @DisplayName("§6.2 vector 31 is version 1: its own total length fits right behind GRE")
  void decodesVersion1() {
    assertThat(redirected("31-gre-v1-redirect").redirect()).isEmpty();
    assertThat(redirected("31-gre-v1-redirect").innerOffset()).isEqualTo(24);
  }

  @Test
  @DisplayName("§6.3 vector 32 is dynamic by the least significant bit")
  void decodesDynamicService() {
    assertThat(redirected("32-gre-v2-redirect-dynamic").redirect())
        .contains(RedirectHeader.primary(true, 70, 0xEA));
  }

  @Test
  @DisplayName("§6.4 vector 33 is a returned packet with the null redirect header")
  void decodesReturned() {
    assertThat(redirected("33-gre-return-null").redirect()).contains(RedirectHeader.NULL);
  }

  @Test
  @DisplayName("§6.3 a packet of a real router: flags 0x05, service 89, bucket 72")
  void decodesRealCapture() {
    byte[] file = PacketRecipe.octets("captures/wccp_redirect_gre.pcap");
    byte[] frame = Arrays.copyOfRange(file, ETHERNET_AND_PCAP_HEADERS, file.length);

    assertThat(RedirectedPacket.decode(frame))
        .isInstanceOfSatisfying(
            Redirected.class,
            packet -> {
              assertThat(packet.redirect())
                  .contains(new RedirectHeader(true, false, true, 0, 89, 0, 72));
              assertThat(packet.tcp().destinationPort()).isEqualTo(445);
              assertThat(packet.tcp().flagNames()).isEqualTo("PSH+ACK");
              assertThat(reassembled(packet, frame)).isEqualTo(frame);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30-gre-v2-redirect",
        "31-gre-v1-redirect",
        "32-gre-v2-redirect-dynamic",
        "33-gre-return-null"
      })
  @DisplayName("§6 what was decoded encodes back to the same octets")
  void encodesBack(String vector) {
    byte[] packet = PacketRecipe.behindOuterHeader(PacketRecipe.vector(vector));

    assertThat(reassembled(redirected(vector), packet)).isEqualTo(packet);
  }

  @ParameterizedTest
  @CsvSource({
    "v2 gre-flags=2000, GRE_FLAGS",
    "v2 gre-proto=0800, GRE_PROTOCOL",
    "v2 outer-frag=2000, OUTER_FRAGMENT",
    "v2 cut=1, OUTER_TRUNCATED",
    "v2 inner-sum=0000, INNER_IP_CHECKSUM",
    "v2 inner-frag=0001, INNER_FRAGMENT_TINY",
    "v2 doff=40, INNER_TCP_DOFF"
  })
  @DisplayName("what is not whole is refused with the reason the packet path would give")
  void refuses(String recipe, Verdict reason) {
    assertThat(RedirectedPacket.decode(PacketRecipe.cook(recipe))).isEqualTo(new Refused(reason));
  }

  @Test
  @DisplayName("decoding is total: 50,000 random inputs yield a value each")
  void isTotal() {
    var random = new SplittableRandom(6);
    byte[] seed = PacketRecipe.cook("v2");
    for (int round = 0; round < 50_000; round++) {
      byte[] packet = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
      for (int edits = random.nextInt(6); edits > 0 && packet.length > 0; edits--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
      }
      assertThat(RedirectedPacket.decode(packet)).isNotEqualTo(new Refused(Verdict.DELIVER));
    }
  }

  @Test
  @DisplayName("§6.3 every word is a redirect header and is written back unchanged")
  void keepsUnknownFlags() {
    var random = new SplittableRandom(3);
    random
        .ints(10_000)
        .forEach(word -> assertThat(RedirectHeader.fromWord(word).toWord()).isEqualTo(word));
    assertThat(RedirectHeader.fromWord(0x02001100).bucket()).isEqualTo(0x11);
    assertThatThrownBy(() -> RedirectHeader.primary(false, 256, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("§6.1 the headers alone go in front of a packet that is already in place")
  void writesHeadersInPlace() {
    byte[] expected = PacketRecipe.vector("30-gre-v2-redirect");
    var frame = ByteBuffer.allocateDirect(expected.length);
    frame.put(8, expected, 8, expected.length - 8);

    Encapsulator.writeHeaders(frame, 0, RedirectHeader.primary(false, 0, 0xEA).toWord());

    assertThat(frame).isEqualTo(ByteBuffer.wrap(expected));
  }

  @Test
  @DisplayName("§6.4 one hop taken back is one more time to live under a right checksum")
  void undoesHop() {
    var header = Ipv4Header.ofGre(PacketRecipe.ROUTER, PacketRecipe.NODE, 40);
    var random = new SplittableRandom(8);
    for (int round = 0; round < 10_000; round++) {
      var octets = ByteBuffer.allocate(Ipv4Header.OCTETS);
      header.encode(octets);
      int timeToLive = 1 + random.nextInt(255);
      octets
          .put(8, (byte) timeToLive)
          .putShort(4, (short) random.nextInt())
          .putShort(10, (short) 0);
      octets.putShort(10, (short) ~Ipv4Octets.sum(octets, 0, Ipv4Header.OCTETS));
      byte[] sent = octets.array().clone();
      octets.put(8, (byte) (timeToLive - 1)).putShort(10, (short) 0);
      octets.putShort(10, (short) ~Ipv4Octets.sum(octets, 0, Ipv4Header.OCTETS));

      Ipv4Header.undoHop(octets, 0);

      assertThat(octets.array()).isEqualTo(sent);
    }
  }

  private static Redirected redirected(String vector) {
    byte[] packet = PacketRecipe.behindOuterHeader(PacketRecipe.vector(vector));
    return (Redirected) RedirectedPacket.decode(packet);
  }

  /// Outer header, GRE, redirect header and inner header from the decoded values; the rest copied.
  private static byte[] reassembled(Redirected packet, byte[] original) {
    var inner = ByteBuffer.allocate(packet.inner().totalLength());
    packet.inner().encode(inner);
    inner.put(original, packet.innerOffset() + Ipv4Header.OCTETS, inner.remaining()).flip();
    var out = ByteBuffer.allocate(original.length);
    packet.outer().encode(out);
    Optional<RedirectHeader> redirect = packet.redirect();
    if (redirect.isPresent()) {
      Encapsulator.write(redirect.get(), inner, out);
    } else {
      Encapsulator.writeV1(inner, out);
    }
    return out.array();
  }
}
