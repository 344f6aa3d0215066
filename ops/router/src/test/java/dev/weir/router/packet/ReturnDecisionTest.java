package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.TCP;
import static dev.weir.router.packet.Packets.address;
import static dev.weir.router.packet.Packets.tcp;
import static dev.weir.router.packet.Services.CACHE_1;
import static dev.weir.router.packet.Services.CACHE_2;
import static dev.weir.router.packet.Services.WEB;
import static dev.weir.router.packet.Services.described;
import static dev.weir.router.packet.Services.dynamic;
import static dev.weir.router.packet.Services.everything;
import static dev.weir.router.packet.Services.rules;
import static dev.weir.router.packet.Services.table;
import static dev.weir.router.packet.Services.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which packets in GRE are a cache's returns (§6.4).
final class ReturnDecisionTest {
  private static final RedirectTable TABLE =
      table(
          web(rules(0, WEB), everything(CACHE_1), CACHE_1),
          RedirectService.described(
              rules(1, dynamic(90)),
              described(90, 10, TCP, 0x12, 443),
              everything(CACHE_2),
              List.of(CACHE_2)));
  private static final int WEB_WORD = 0x000000ea;
  private static final int WORD_90 = 0x015a0048;

  private final ReturnDecision decision = new ReturnDecision();

  @Test
  @DisplayName("§6.4 a usable cache gives back a packet of its service, which is found whole")
  void forwarded() {
    ByteBuffer packet = returned(CACHE_1, WEB_WORD, http());

    assertThat(judge(packet)).isEqualTo(ReturnVerdict.FORWARDED);
    assertThat(decision.innerOffset()).isEqualTo(28);
    assertThat(decision.innerLength()).isEqualTo(40);
    assertThat(decision.service()).isZero();
    assertThat(judge(returned(CACHE_2, WORD_90, https()))).isEqualTo(ReturnVerdict.FORWARDED);
    assertThat(decision.service()).isEqualTo(1);
  }

  @Test
  @DisplayName("§6.2 without a redirect header it is the web cache's")
  void withoutHeader() {
    ByteBuffer inner = http();
    ByteBuffer packet = gre(CACHE_1, 0x883e, 4 + inner.limit()).put(24, inner, 0, inner.limit());

    assertThat(judge(packet)).isEqualTo(ReturnVerdict.FORWARDED);
    assertThat(decision.innerOffset()).isEqualTo(24);
  }

  @Test
  @DisplayName("§6.4 GRE of anybody else is refused: a stranger's, another service's cache's")
  void strangers() {
    assertThat(judge(returned(address("198.51.100.7"), WEB_WORD, http())))
        .isEqualTo(ReturnVerdict.NOT_FROM_CACHE);
    assertThat(judge(returned(CACHE_2, WEB_WORD, http()))).isEqualTo(ReturnVerdict.NOT_FROM_CACHE);
    assertThat(judge(returned(CACHE_1, WORD_90, https()))).isEqualTo(ReturnVerdict.NOT_FROM_CACHE);
  }

  @ParameterizedTest
  @CsvSource({"0x015b0048", "0x005a0048", "0x01000048"})
  @DisplayName("§6.3 a service that is not ours is refused; type and number name it together")
  void unknownService(String word) {
    assertThat(judge(returned(CACHE_1, Integer.decode(word), http())))
        .isEqualTo(ReturnVerdict.SERVICE_UNKNOWN);
  }

  @Test
  @DisplayName("§6.4 what this router cannot have redirected cannot come back")
  void neverRedirected() {
    assertThat(judge(returned(CACHE_1, WEB_WORD, https()))).isEqualTo(ReturnVerdict.NOT_SERVICE);
    assertThat(judge(returned(CACHE_1, WEB_WORD, http().put(0, (byte) 0x46))))
        .isEqualTo(ReturnVerdict.INNER_HEADER);
    assertThat(judge(returned(CACHE_1, WEB_WORD, http().putShort(6, (short) 1))))
        .isEqualTo(ReturnVerdict.INNER_HEADER);
    assertThat(judge(returned(CACHE_1, WEB_WORD, http().putShort(2, (short) 41))))
        .isEqualTo(ReturnVerdict.INNER_HEADER);
  }

  @ParameterizedTest
  @CsvSource({"0x20000800", "0x00000800", "0x2000883e"})
  @DisplayName("§6.1 other GRE is not ours")
  void otherGre(String header) {
    assertThat(judge(returned(CACHE_1, WEB_WORD, http()).putInt(20, Integer.decode(header))))
        .isEqualTo(ReturnVerdict.GRE_HEADER);
  }

  @Test
  @DisplayName("every cut and every change of a packet gets a verdict, and none reads beyond it")
  void total() {
    ByteBuffer whole = returned(CACHE_1, WEB_WORD, http());
    for (int length = 0; length < whole.limit(); length++) {
      assertThat(decision.judge(whole.slice(0, length), 0, length, TABLE))
          .isNotEqualTo(ReturnVerdict.FORWARDED);
    }
    var random = new SplittableRandom(3);
    for (int round = 0; round < 50_000; round++) {
      byte[] octets = new byte[whole.limit()];
      whole.get(0, octets);
      for (int change = random.nextInt(4); change >= 0; change--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(octets.length + 1);
      assertThat(decision.judge(ByteBuffer.wrap(octets, 0, length).slice(), 0, length, TABLE))
          .isNotNull();
    }
  }

  private ReturnVerdict judge(ByteBuffer packet) {
    return decision.judge(packet, 0, packet.limit(), TABLE);
  }

  private static ByteBuffer http() {
    return tcp("198.51.100.7", "203.0.113.80", 80);
  }

  private static ByteBuffer https() {
    return tcp("198.51.100.7", "203.0.113.80", 443);
  }

  private static ByteBuffer returned(Inet4Address sender, int word, ByteBuffer inner) {
    return gre(sender, 0x883e, 8 + inner.limit()).putInt(24, word).put(28, inner, 0, inner.limit());
  }

  private static ByteBuffer gre(Inet4Address sender, int header, int octets) {
    var packet = ByteBuffer.allocate(20 + octets);
    packet.put(0, (byte) 0x45).putShort(2, (short) packet.limit()).put(9, (byte) 47);
    return packet.put(12, sender.getAddress()).putInt(20, header);
  }
}
