package dev.weir.wccp.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SequenceNumberTest {
  private static final InetAddress CACHE = InetAddress.ofLiteral("192.0.2.11");

  @Test
  @DisplayName("§3.14 0 to 7 of 0x1741 are 0, 1, 40, 41, 100, 101, 140, 141")
  void values() {
    assertThat(
            IntStream.range(0, 8)
                .mapToObj(MaskSet.Mask.DEFAULT::value)
                .map(it -> it.destination().low()))
        .containsExactly(0x0L, 0x1L, 0x40L, 0x41L, 0x100L, 0x101L, 0x140L, 0x141L);
    assertThat(MaskSet.Mask.DEFAULT.value(63).destination().low()).isEqualTo(0x1741L);
  }

  @Test
  @DisplayName("§3.14 with source 100, destination 3, port 1, number 11 is 100, 1 and 1")
  void draftExample() {
    var mask = mask(0x100, 0x3, 0, 0x1);

    assertThat(mask.value(11)).isEqualTo(mask(0x100, 0x1, 0, 0x1));
    assertThat(mask.sequenceNumber(mask(0x100, 0x1, 0, 0x1))).isEqualTo(11);
  }

  @Test
  @DisplayName("§3.14 bits count from the destination port up to the source address")
  void order() {
    var mask = mask(0x1, 0x1, 0x1, 0x1);

    assertThat(mask.sequenceNumber(mask(0, 0, 0, 1))).isEqualTo(1);
    assertThat(mask.sequenceNumber(mask(0, 0, 1, 0))).isEqualTo(2);
    assertThat(mask.sequenceNumber(mask(0, 1, 0, 0))).isEqualTo(4);
    assertThat(mask.sequenceNumber(mask(1, 0, 0, 0))).isEqualTo(8);
  }

  @Test
  @DisplayName("§3.14 value and number are each other's reverse, for every mask of up to 32 bits")
  void bothWays() {
    var random = new Random(14);
    for (int i = 0; i < 10_000; i++) {
      var mask = sparse(random);
      int number =
          mask.bits() == 32 ? random.nextInt() : random.nextInt() & ((1 << mask.bits()) - 1);
      var value = mask.value(number);

      assertThat(mask.sequenceNumber(value)).isEqualTo(number);
      assertThat(new MaskSet.Value(value, CACHE).within(mask)).isTrue();
    }
  }

  @Test
  @DisplayName("§3.14 with IPv6 the last octet comes first, through both halves of the address")
  void sixteenOctets() {
    var top = AddressBits.of(InetAddress.ofLiteral("8000::1"));
    var mask = new MaskSet.Mask(AddressBits.NONE, top, 0, 0);

    assertThat(mask.value(1).destination()).isEqualTo(AddressBits.of(InetAddress.ofLiteral("::1")));
    assertThat(mask.value(2).destination())
        .isEqualTo(AddressBits.of(InetAddress.ofLiteral("8000::")));
    assertThat(mask.sequenceNumber(mask)).isEqualTo(3);
  }

  @Test
  @DisplayName("§4.4 a value with a bit that the mask has not can match nothing, and is left out")
  void beyondMask() {
    var mask = MaskSet.Mask.DEFAULT;
    var good = new MaskSet.Value(mask.value(3), CACHE);
    var bad = new MaskSet.Value(mask(0, 0x2, 0, 0), CACHE);
    var wide = new MaskSet(mask(-1, 0x1, 0, 0), List.of(new MaskSet.Value(good.match(), CACHE)));
    var assignment = new MaskAssignment(List.of(new MaskSet(mask, List.of(bad, good)), wide));

    assertThat(bad.within(mask)).isFalse();
    assertThat(assignment.matchable())
        .isEqualTo(new MaskAssignment(List.of(new MaskSet(mask, List.of(good)))));
  }

  @Test
  @DisplayName("§3.0.3 a bucket's octet is A and index, in the order that the layout says")
  void layouts() {
    byte[] cisco = new byte[BucketTable.BUCKET_COUNT];
    cisco[0] = 5;
    cisco[1] = (byte) 0x85;
    cisco[2] = (byte) 0xFF;
    cisco[3] = 31;
    byte[] draft = BucketOctet.DRAFT.of(cisco);

    assertThat(BucketOctet.CISCO.of(cisco)).isEqualTo(cisco);
    assertThat(BucketOctet.CISCO.toCisco(cisco)).isEqualTo(cisco);
    assertThat(draft).startsWith(10, 11, 0xFF, 62);
    assertThat(BucketOctet.DRAFT.toCisco(draft)).isEqualTo(cisco);
    assertThat(BucketTable.ofOctets(draft, 32)).as("read in the wrong layout").isEmpty();
    assertThat(BucketTable.ofOctets(cisco, 32).orElseThrow().alternate(1)).isTrue();
    assertThat(BucketTable.ofOctets(cisco, 32).orElseThrow().alternate(2)).isFalse();
  }

  @Test
  @DisplayName("§5.2 buckets that nobody owns cannot alternate, whatever is hot")
  void hotButUnowned() {
    var table = BucketTable.UNASSIGNED.alternating(BucketSet.of(IntStream.range(0, 256)));

    assertThat(table).isEqualTo(BucketTable.UNASSIGNED);
  }

  /// At most eight bits in each field.
  private static MaskSet.Mask sparse(Random random) {
    return mask(eight(random, 32), eight(random, 32), eight(random, 16), eight(random, 16));
  }

  private static int eight(Random random, int width) {
    int bits = 0;
    for (int i = random.nextInt(9); i > 0; i--) {
      bits |= 1 << random.nextInt(width);
    }
    return bits;
  }

  private static MaskSet.Mask mask(
      int source, int destination, int sourcePort, int destinationPort) {
    return new MaskSet.Mask(
        AddressBits.of(source), AddressBits.of(destination), sourcePort, destinationPort);
  }
}
