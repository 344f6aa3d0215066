package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.UDP;
import static dev.weir.router.packet.Packets.address;
import static dev.weir.router.packet.Packets.packet;
import static dev.weir.router.packet.Packets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedirectDecisionTest {
  private static final Inet4Address CACHE_1 = address("10.0.2.11");
  private static final Inet4Address CACHE_2 = address("10.0.2.12");
  private static final String CLIENT = "10.0.1.11";
  private static final String ORIGIN = "203.0.113.80";
  private static final int ORIGIN_BUCKET = 203 ^ 113 ^ 80;

  @Test
  @DisplayName("§5.2 a packet goes to the cache that owns its destination's bucket")
  void redirects() {
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), onlyOrigin(CACHE_2)))
        .isEqualTo(new Verdict.Redirect(CACHE_2, ORIGIN_BUCKET));
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.80, 234", "192.0.2.1, 195", "10.254.127.195, 72"})
  @DisplayName("§5.1 the bucket is the XOR of the destination's four octets")
  void bucketOfDestination(String destination, int bucket) {
    assertThat(decide(tcp(CLIENT, destination, 80), everything(CACHE_1)))
        .isEqualTo(new Verdict.Redirect(CACHE_1, bucket));
  }

  @Test
  @DisplayName("§5.2 a bucket that no cache owns is not redirected")
  void unassigned() {
    assertThat(decide(tcp(CLIENT, "203.0.113.81", 80), onlyOrigin(CACHE_2)))
        .isEqualTo(Verdict.Forward.UNASSIGNED);
  }

  @Test
  @DisplayName("§1 without an assignment everything is forwarded (fail open)")
  void failsOpen() {
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), RedirectTable.EMPTY))
        .isEqualTo(Verdict.Forward.NO_TABLE);
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), RedirectTable.withoutAssignment(List.of(CACHE_1))))
        .isEqualTo(Verdict.Forward.NO_TABLE);
  }

  @Test
  @DisplayName("§2.5-5 a cache's own packets are never redirected, whoever owns the bucket")
  void neverFromACache() {
    assertThat(decide(tcp("10.0.2.11", ORIGIN, 80), everything(CACHE_2, CACHE_1)))
        .isEqualTo(Verdict.Forward.FROM_CACHE);
    assertThat(decide(tcp("10.0.2.13", ORIGIN, 80), everything(CACHE_2, CACHE_1)))
        .isEqualTo(new Verdict.Redirect(CACHE_2, ORIGIN_BUCKET));
  }

  @Test
  @DisplayName("§3.2 the service web-cache is TCP to port 80 and nothing else")
  void onlyTheService() {
    assertThat(decide(tcp(CLIENT, ORIGIN, 443), everything(CACHE_1)))
        .isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(decide(packet(UDP, CLIENT, ORIGIN, 80), everything(CACHE_1)))
        .isEqualTo(Verdict.Forward.NOT_SERVICE);
  }

  @Test
  @DisplayName("a packet with IP options is forwarded: caches refuse it")
  void options() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80).put(0, (byte) 0x46);

    assertThat(decide(segment, everything(CACHE_1))).isEqualTo(Verdict.Forward.OPTIONS);
  }

  @ParameterizedTest
  @CsvSource({"0x2000", "0x0001", "0x1fff"})
  @DisplayName("a fragment is forwarded: its other parts were not diverted")
  void fragments(String flagsAndOffset) {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80);
    segment.putShort(6, Integer.decode(flagsAndOffset).shortValue());

    assertThat(decide(segment, everything(CACHE_1))).isEqualTo(Verdict.Forward.FRAGMENT);
  }

  @Test
  @DisplayName("a packet with the flag DF is no fragment")
  void dontFragment() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80).putShort(6, (short) 0x4000);

    assertThat(decide(segment, everything(CACHE_1))).isInstanceOf(Verdict.Redirect.class);
  }

  @Test
  @DisplayName("every cut of a packet and every random packet gets a verdict")
  void total() {
    ByteBuffer segment = tcp(CLIENT, ORIGIN, 80);
    for (int length = 0; length < 24; length++) {
      assertThat(decide(segment.slice(0, length), everything(CACHE_1)))
          .isEqualTo(Verdict.Forward.NOT_IPV4);
    }
    var random = new SplittableRandom(2);
    for (int round = 0; round < 20_000; round++) {
      var noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThat(decide(ByteBuffer.wrap(noise), everything(CACHE_1))).isNotNull();
    }
  }

  @Test
  @DisplayName("a packet is read where it stands in the buffer")
  void atAnOffset() {
    var buffer = ByteBuffer.allocate(64).put(8, tcp(CLIENT, ORIGIN, 80).array());

    assertThat(RedirectDecision.decide(buffer, 8, 40, everything(CACHE_1)))
        .isEqualTo(new Verdict.Redirect(CACHE_1, ORIGIN_BUCKET));
  }

  private static Verdict decide(ByteBuffer packet, RedirectTable table) {
    return RedirectDecision.decide(packet, 0, packet.limit(), table);
  }

  private static RedirectTable everything(Inet4Address owner, Inet4Address... others) {
    var caches = new ArrayList<>(List.of(others));
    caches.add(owner);
    return RedirectTable.assigned(Collections.nCopies(256, Optional.of(owner)), caches);
  }

  private static RedirectTable onlyOrigin(Inet4Address owner) {
    var owners = new ArrayList<Optional<Inet4Address>>(Collections.nCopies(256, Optional.empty()));
    owners.set(ORIGIN_BUCKET, Optional.of(owner));
    return RedirectTable.assigned(owners, List.of(owner));
  }
}
