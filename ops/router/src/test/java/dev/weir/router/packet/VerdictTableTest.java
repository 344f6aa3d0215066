package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.TCP;
import static dev.weir.router.packet.Packets.address;
import static dev.weir.router.packet.Services.CACHE_1;
import static dev.weir.router.packet.Services.CACHE_2;
import static dev.weir.router.packet.Services.alternating;
import static dev.weir.router.packet.Services.described;
import static dev.weir.router.packet.Services.dynamic;
import static dev.weir.router.packet.Services.everything;
import static dev.weir.router.packet.Services.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.RedirectHeader;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a packet of a dynamic service goes, by hash and by mask (§5.1, §5.2, §5.3).
final class VerdictTableTest {
  private static final ServiceRules RULES = rules(0, dynamic(90));
  private static final int SOURCE = bits("10.254.127.195");
  private static final int DESTINATION = bits("203.0.113.80");
  private static final MaskSet.Mask DESTINATION_MASK = fields(0, 0x1741, 0, 0);

  @ParameterizedTest
  @CsvSource({
    "0x01, 72", // 10.254.127.195
    "0x02, 234", // 203.0.113.80
    "0x04, 220", // 40000 = 0x9c40
    "0x08, 80",
    "0x03, 162", // 72 ^ 234
    "0x0f, 46", // 72 ^ 234 ^ 220 ^ 80
    "0x00, 0"
  })
  @DisplayName("§5.1 the primary hash is the XOR of the octets of the fields the flags name")
  void fields(String flags, int bucket) {
    assertThat(find(byHash(Integer.decode(flags), everything(CACHE_1))))
        .isEqualTo(redirect(CACHE_1, bucket));
  }

  @Test
  @DisplayName("§5.2 where the A flag is set the alternate hash places, and both buckets are told")
  void alternate() {
    HashAssignment assignment =
        Services.byHash(Map.of(CACHE_2, new int[] {72}, CACHE_1, new int[] {234}));
    Verdict second = find(byHash(0x0102, alternating(assignment, 234)));

    assertThat(second)
        .isEqualTo(
            new Verdict.Redirect(
                0,
                CACHE_2,
                OptionalInt.of(new RedirectHeader(true, true, false, 0, 90, 72, 234).toWord())));
    assertThat(find(byHash(0x0102, Optional.of(assignment)))).isEqualTo(redirect(CACHE_1, 234));
  }

  @Test
  @DisplayName("§5.2 the second bucket's own A flag is ignored, and nobody's is not redirected")
  void alternateEnds() {
    assertThat(find(byHash(0x0102, alternating(of(234, 72), 234, 72))))
        .isEqualTo(RULES.redirect(Optional.of(CACHE_1), 234, 72));
    assertThat(find(byHash(0x0102, alternating(of(234), 234))))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.UNASSIGNED));
    assertThat(find(byHash(0x0102, alternating(of(72), 234))))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.UNASSIGNED));
  }

  @Test
  @DisplayName("§6.3 the header of a dynamic service has D 0x01, and A 0x02 after the second hash")
  void header() {
    assertThat(word(redirect(CACHE_1, 0x48))).isEqualTo(0x015a0048);
    assertThat(word(RULES.redirect(Optional.of(CACHE_1), 0x48, 0x33))).isEqualTo(0x035a3348);
  }

  @Test
  @DisplayName("§5.3 of the mask 0x1741 each of the 64 values finds its cache")
  void mask1741() {
    var values = new ArrayList<MaskSet.Value>();
    var expected = new HashMap<Integer, Inet4Address>();
    for (int value = 0; value <= 0x1741; value++) {
      if ((value & ~0x1741) == 0) {
        Inet4Address cache = values.size() % 2 == 0 ? CACHE_1 : CACHE_2;
        values.add(new MaskSet.Value(fields(0, value, 0, 0), cache));
        expected.put(value, cache);
      }
    }
    var table = byMask(new MaskSet(DESTINATION_MASK, values));
    var random = new SplittableRandom(5);

    assertThat(values).hasSize(64);
    for (int round = 0; round < 10_000; round++) {
      int destination = random.nextInt();
      assertThat(table.find(random.nextInt(), destination, random.nextInt(65_536), 80))
          .isEqualTo(redirect(Objects.requireNonNull(expected.get(destination & 0x1741)), 0));
    }
  }

  @Test
  @DisplayName("§5.3 the first set with the packet's value decides, of equal values the first")
  void sets() {
    var port80 = fields(0, 0, 0, 80);
    var byPort =
        new MaskSet(
            fields(0, 0, 0, 0xffff),
            List.of(new MaskSet.Value(port80, CACHE_1), new MaskSet.Value(port80, CACHE_2)));
    var all =
        new MaskSet(fields(0, 0, 0, 0), List.of(new MaskSet.Value(fields(0, 0, 0, 0), CACHE_2)));

    assertThat(byMask(byPort, all).find(1, 2, 3, 80)).isEqualTo(redirect(CACHE_1, 0));
    assertThat(byMask(byPort, all).find(1, 2, 3, 81)).isEqualTo(redirect(CACHE_2, 0));
    assertThat(byMask(byPort).find(1, 2, 3, 81))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.UNASSIGNED));
  }

  @Test
  @DisplayName("§5.3 all four fields are compared")
  void fourFields() {
    var value = fields(1, 2, 3, 4);
    var table =
        byMask(
            new MaskSet(
                fields(0xff, 0xff, 0xff, 0xff), List.of(new MaskSet.Value(value, CACHE_1))));

    assertThat(table.find(0x101, 0x102, 0x103, 0x104)).isInstanceOf(Verdict.Redirect.class);
    assertThat(table.find(9, 2, 3, 4)).isInstanceOf(Verdict.Spared.class);
    assertThat(table.find(1, 9, 3, 4)).isInstanceOf(Verdict.Spared.class);
    assertThat(table.find(1, 2, 9, 4)).isInstanceOf(Verdict.Spared.class);
    assertThat(table.find(1, 2, 3, 9)).isInstanceOf(Verdict.Spared.class);
  }

  private static VerdictTable byHash(int flags, Optional<Assignment> assignment) {
    return VerdictTable.of(RULES, described(90, 10, TCP, flags), assignment);
  }

  private static VerdictTable byMask(MaskSet... sets) {
    return VerdictTable.of(
        RULES, described(90, 10, TCP, 0), Optional.of(new MaskAssignment(List.of(sets))));
  }

  private static MaskSet.Mask fields(
      int source, int destination, int sourcePort, int destinationPort) {
    return new MaskSet.Mask(
        AddressBits.of(source), AddressBits.of(destination), sourcePort, destinationPort);
  }

  private static HashAssignment of(int... buckets) {
    return Services.byHash(Map.of(CACHE_1, buckets));
  }

  private static Verdict redirect(Inet4Address cache, int bucket) {
    return RULES.redirect(Optional.of(cache), bucket);
  }

  private static Verdict find(VerdictTable table) {
    return table.find(SOURCE, DESTINATION, 40_000, 80);
  }

  private static int word(Verdict verdict) {
    return ((Verdict.Redirect) verdict).redirectWord().orElseThrow();
  }

  private static int bits(String text) {
    return (int) AddressBits.of(address(text)).low();
  }
}
