package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.UDP;
import static dev.weir.router.packet.Packets.packet;
import static dev.weir.router.packet.Packets.tcp;
import static dev.weir.router.packet.Services.CACHE_1;
import static dev.weir.router.packet.Services.CACHE_2;
import static dev.weir.router.packet.Services.WEB;
import static dev.weir.router.packet.Services.closed;
import static dev.weir.router.packet.Services.everything;
import static dev.weir.router.packet.Services.only;
import static dev.weir.router.packet.Services.rules;
import static dev.weir.router.packet.Services.table;
import static dev.weir.router.packet.Services.to;
import static dev.weir.router.packet.Services.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.packet.ServiceRules.Delivery;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The service web-cache alone; [ServiceOrderTest] has several.
final class RedirectDecisionTest {
  private static final String CLIENT = "10.0.1.11";
  private static final String ORIGIN = "203.0.113.80";
  private static final int ORIGIN_BUCKET = 203 ^ 113 ^ 80;
  private static final RedirectTable EVERYTHING =
      table(web(rules(0, WEB), everything(CACHE_1), CACHE_1));

  @Test
  @DisplayName("§5.2 a packet goes to the cache that owns its destination's bucket")
  void redirects() {
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), onlyOrigin()))
        .isEqualTo(to(CACHE_2, 0, WEB, ORIGIN_BUCKET));
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.80, 234", "192.0.2.1, 195", "10.254.127.195, 72"})
  @DisplayName("§5.1 the bucket is the XOR of the destination's four octets")
  void bucketOfDestination(String destination, int bucket) {
    assertThat(decide(tcp(CLIENT, destination, 80), EVERYTHING))
        .isEqualTo(new Verdict.Redirect(0, CACHE_1, OptionalInt.of(bucket)));
  }

  @Test
  @DisplayName("§6.1 to a cache of version 1 goes no redirect header")
  void versionOneHeader() {
    assertThat(
            decide(
                tcp(CLIENT, ORIGIN, 80),
                table(
                    web(
                        rules(0, WEB).delivering(Delivery.GRE_BARE),
                        everything(CACHE_1),
                        CACHE_1))))
        .isEqualTo(new Verdict.Redirect(0, CACHE_1, OptionalInt.empty()));
  }

  @Test
  @DisplayName("§3.10 a cache that chose L2 is handed the packet as it is")
  void handsOver() {
    var rules = rules(0, WEB).delivering(Delivery.LINK);

    assertThat(decide(tcp(CLIENT, ORIGIN, 80), table(web(rules, everything(CACHE_1), CACHE_1))))
        .isEqualTo(new Verdict.HandOver(0, CACHE_1));
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), table(web(rules, Optional.empty(), CACHE_1))))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.NO_TABLE));
  }

  @Test
  @DisplayName("§5.2 a bucket that no cache owns is not redirected")
  void unassigned() {
    assertThat(decide(tcp(CLIENT, "203.0.113.81", 80), onlyOrigin()))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.UNASSIGNED));
  }

  @Test
  @DisplayName("§1 without an assignment everything is forwarded (fail open)")
  void failsOpen() {
    assertThat(
            decide(tcp(CLIENT, ORIGIN, 80), table(web(rules(0, WEB), Optional.empty(), CACHE_1))))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.NO_TABLE));
  }

  @Test
  @DisplayName("§7.3 a closed service drops what no cache takes, and only its own packets")
  void failsClosed() {
    var nobody = table(web(closed(rules(0, WEB)), Optional.empty(), CACHE_1));
    var some = table(web(closed(rules(0, WEB)), only(CACHE_2, ORIGIN_BUCKET), CACHE_2));

    assertThat(decide(tcp(CLIENT, ORIGIN, 80), nobody)).isEqualTo(new Verdict.Dropped(0));
    assertThat(decide(tcp(CLIENT, "203.0.113.81", 80), some)).isEqualTo(new Verdict.Dropped(0));
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), some)).isInstanceOf(Verdict.Redirect.class);
    assertThat(decide(tcp(CLIENT, ORIGIN, 443), nobody)).isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(decide(tcp("10.0.2.11", ORIGIN, 80), nobody)).isEqualTo(Verdict.Forward.FROM_CACHE);
  }

  @Test
  @DisplayName("§2.5-5 a cache's own packets are never redirected, whoever owns the bucket")
  void neverFromACache() {
    var table = table(web(rules(0, WEB), everything(CACHE_2), CACHE_1, CACHE_2));

    assertThat(decide(tcp("10.0.2.11", ORIGIN, 80), table)).isEqualTo(Verdict.Forward.FROM_CACHE);
    assertThat(decide(tcp("10.0.2.13", ORIGIN, 80), table))
        .isEqualTo(to(CACHE_2, 0, WEB, ORIGIN_BUCKET));
  }

  @Test
  @DisplayName("§3.2 the service web-cache is TCP to port 80 and nothing else")
  void onlyTheService() {
    assertThat(decide(tcp(CLIENT, ORIGIN, 443), EVERYTHING)).isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(decide(packet(UDP, CLIENT, ORIGIN, 80), EVERYTHING))
        .isEqualTo(Verdict.Forward.NOT_SERVICE);
  }

  @Test
  @DisplayName("a packet with IP options is forwarded: caches refuse it")
  void options() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80).put(0, (byte) 0x46);

    assertThat(decide(segment, EVERYTHING)).isEqualTo(Verdict.Forward.OPTIONS);
  }

  @ParameterizedTest
  @CsvSource({"0x2000", "0x0001", "0x1fff"})
  @DisplayName("a fragment is forwarded: its other parts were not diverted")
  void fragments(String flagsAndOffset) {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80);
    segment.putShort(6, Integer.decode(flagsAndOffset).shortValue());

    assertThat(decide(segment, EVERYTHING)).isEqualTo(Verdict.Forward.FRAGMENT);
  }

  @Test
  @DisplayName("a packet with the flag DF is no fragment")
  void dontFragment() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80).putShort(6, (short) 0x4000);

    assertThat(decide(segment, EVERYTHING)).isInstanceOf(Verdict.Redirect.class);
  }

  @Test
  @DisplayName("every cut of a packet and every random packet gets a verdict")
  void total() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80);
    for (int length = 0; length < 24; length++) {
      assertThat(decide(segment.slice(0, length), EVERYTHING)).isEqualTo(Verdict.Forward.NOT_IPV4);
    }
    var random = new SplittableRandom(2);
    for (int round = 0; round < 20_000; round++) {
      var noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThat(decide(ByteBuffer.wrap(noise), EVERYTHING)).isNotNull();
    }
  }

  @Test
  @DisplayName("a packet is read where it stands in the buffer")
  void atAnOffset() {
    var buffer = ByteBuffer.allocate(64).put(8, tcp(CLIENT, ORIGIN, 80).array());

    assertThat(RedirectDecision.decide(buffer, 8, 40, EVERYTHING, 0))
        .isEqualTo(to(CACHE_1, 0, WEB, ORIGIN_BUCKET));
  }

  private static RedirectTable onlyOrigin() {
    return table(web(rules(0, WEB), only(CACHE_2, ORIGIN_BUCKET), CACHE_2));
  }

  private static Verdict decide(ByteBuffer packet, RedirectTable table) {
    return RedirectDecision.decide(packet, 0, packet.limit(), table, 0);
  }
}
