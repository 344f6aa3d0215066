package dev.weir.wccp.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacementTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.12");

  @ParameterizedTest(name = "{0} is in bucket {1}")
  @CsvSource({
    "203.0.113.80, 0xEA",
    "192.0.2.1, 0xC3",
    "10.254.127.195, 0x48",
    "2001:db8::1, 0x95",
    "2001:db8:ff00::80ff, 0x14",
    "::, 0"
  })
  @DisplayName("§5.1 the bucket is the exclusive-or of all octets of the address, 4 or 16 of them")
  void byAddress(String address, String bucket) {
    var it = InetAddress.ofLiteral(address);

    assertThat(Placement.slot(it)).isEqualTo(Integer.decode(bucket));
    assertThat(Placement.slot(packet(address, address), Placement.SOURCE_ADDRESS))
        .isEqualTo(Integer.decode(bucket));
  }

  @Test
  @DisplayName("§5.1 each field counts when its flag is set, and only then; ports by both octets")
  void fields() {
    var packet =
        new PacketFields(
            InetAddress.ofLiteral("10.254.127.195"),
            InetAddress.ofLiteral("203.0.113.80"),
            40_000,
            80);

    assertThat(Placement.slot(packet, Placement.SOURCE_ADDRESS)).isEqualTo(72);
    assertThat(Placement.slot(packet, Placement.DESTINATION_ADDRESS)).isEqualTo(234);
    assertThat(Placement.slot(packet, Placement.SOURCE_PORT)).isEqualTo(0xDC);
    assertThat(Placement.slot(packet, Placement.DESTINATION_PORT)).isEqualTo(0x50);
    assertThat(Placement.slot(packet, 0x000F)).isEqualTo(72 ^ 234 ^ 0xDC ^ 0x50);
    assertThat(Placement.slot(packet, 0)).isZero();
  }

  @Test
  @DisplayName("§3.2 the alternate flags, moved down by eight bits, are those of the primary hash")
  void alternate() {
    var packet = packet("10.254.127.195", "203.0.113.80");

    assertThat(Placement.slot(packet, 0x0100 >> 8)).isEqualTo(72);
    assertThat(Placement.slot(packet, 0x0200 >> 8)).isEqualTo(234);
  }

  @Test
  @DisplayName("§5.1 a packet without ports is placed as if they were 0")
  void fragment() {
    assertThat(Placement.slot(packet("10.0.0.1", "10.0.0.2"), 0x000F)).isEqualTo(1 ^ 2);
  }

  @Test
  @DisplayName("§5.3 by mask the slot is the position of the first value that matches")
  void byMask() {
    var assignment = masked(MaskSet.Mask.DEFAULT);

    assertThat(Placement.slot(packet("10.0.0.1", "203.0.0.0"), assignment)).hasValue(0);
    assertThat(Placement.slot(packet("10.0.0.1", "203.0.113.80"), assignment))
        .as("0x7150 has 0x1140 of 0x1741: the bits 1, 2 and 5 of six")
        .hasValue(0b100110);
    assertThat(Placement.slot(packet("10.0.0.1", "255.255.255.255"), assignment)).hasValue(63);
  }

  @Test
  @DisplayName("§5.3 sets are searched in order, and slots counted through them; no match, no slot")
  void severalSets() {
    var port = new MaskSet.Mask(AddressBits.NONE, AddressBits.NONE, 0, 0x0001);
    var odd = new MaskSet(port, List.of(new MaskSet.Value(port.value(1), ONE)));
    var even = new MaskSet(port, List.of(new MaskSet.Value(port.value(0), TWO)));
    var both = new MaskAssignment(List.of(odd, even));

    assertThat(Placement.slot(to(443), both)).hasValue(0);
    assertThat(Placement.slot(to(80), both)).hasValue(1);
    assertThat(both.owner(1)).contains(TWO);
    assertThat(Placement.slot(to(80), new MaskAssignment(List.of(odd)))).isEmpty();
    assertThat(Placement.slot(to(80), MaskAssignment.NONE)).isEmpty();
  }

  @Test
  @DisplayName("§5.3 of two equal values the first counts")
  void firstValue() {
    var mask = MaskSet.Mask.DEFAULT;
    var values =
        List.of(new MaskSet.Value(mask.value(5), ONE), new MaskSet.Value(mask.value(5), TWO));
    var twice = new MaskAssignment(List.of(new MaskSet(mask, values)));

    assertThat(Placement.slot(packet("10.0.0.1", "0.0.1.1"), twice)).hasValue(0);
    assertThat(twice.sharesByNumber(mask)).isEqualTo(Map.of(ONE, BucketSet.of(IntStream.of(5))));
  }

  private static MaskAssignment masked(MaskSet.Mask mask) {
    return new MaskAssignment(
        List.of(
            new MaskSet(
                mask,
                IntStream.range(0, 1 << mask.bits())
                    .mapToObj(number -> new MaskSet.Value(mask.value(number), ONE))
                    .toList())));
  }

  private static PacketFields to(int port) {
    return new PacketFields(ONE, TWO, 40_000, port);
  }

  private static PacketFields packet(String source, String destination) {
    return new PacketFields(
        InetAddress.ofLiteral(source), InetAddress.ofLiteral(destination), 0, 0);
  }
}
