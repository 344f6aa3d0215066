package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {

  @Test
  @DisplayName("a table comes back as it was written, unowned buckets and the highest key included")
  void roundTrip() {
    for (int owners = 0; owners <= RecordCodec.OWNERS_MAX; owners++) {
      PublishedTable table = table(owners, 0xffff_ffffL);
      assertThat(RecordCodec.decode(RecordCodec.encode(table)))
          .isEqualTo(new RecordCodec.Decoded.Table(table));
    }
  }

  @Test
  @DisplayName("each kind of wrong record is refused with its own reason")
  void reasons() {
    byte[] good = RecordCodec.encode(table(3, 7));

    assertReason(new byte[0], RecordCodec.Reason.TOO_SHORT);
    assertReason(Arrays.copyOf(good, good.length - 1), RecordCodec.Reason.TOO_SHORT);
    assertReason(Arrays.copyOf(good, good.length + 1), RecordCodec.Reason.TOO_LONG);
    assertReason(with(good, 0, 1), RecordCodec.Reason.UNKNOWN_VERSION);
    assertReason(with(good, 13, 33), RecordCodec.Reason.TOO_MANY_OWNERS);
    assertReason(with(good, good.length - 1, 3), RecordCodec.Reason.INCONSISTENT);
    assertReason(with(good, good.length - 256, 1), RecordCodec.Reason.INCONSISTENT);
    assertReason(with(good, 17, 12), RecordCodec.Reason.INCONSISTENT); // two owners alike
  }

  @Test
  @DisplayName("every input gives a table or a reason, and every table taken has one encoding")
  void total() {
    var random = new SplittableRandom(20011012);
    byte[] good = RecordCodec.encode(table(5, 7));
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] octets = Arrays.copyOf(good, i % 3 == 0 ? random.nextInt(400) : good.length);
      for (int flips = random.nextInt(4); flips > 0 && octets.length > 0; flips--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      if (RecordCodec.decode(octets) instanceof RecordCodec.Decoded.Table(PublishedTable table)) {
        taken++;
        assertThat(RecordCodec.encode(table)).isEqualTo(octets);
      }
    }
    assertThat(taken).isBetween(1_000, 199_000);
  }

  @Test
  @DisplayName("a table has 256 buckets and a key number of 32 bits")
  void bounds() {
    assertThatThrownBy(() -> new PublishedTable(ip(1), 1, ip(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table(1, 0x1_0000_0000L)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordCodec.encode(table(33, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertReason(byte[] octets, RecordCodec.Reason reason) {
    assertThat(RecordCodec.decode(octets)).isEqualTo(new RecordCodec.Decoded.Refused(reason));
  }

  private static byte[] with(byte[] octets, int at, int value) {
    byte[] changed = octets.clone();
    changed[at] = (byte) value;
    return changed;
  }

  static PublishedTable table(int owners, long keyNumber) {
    var table = new ArrayList<Optional<Inet4Address>>();
    for (int bucket = 0; bucket < PublishedTable.BUCKETS; bucket++) {
      int turn = bucket % (owners + 1);
      table.add(turn == owners ? Optional.empty() : Optional.of(ip(11 + turn)));
    }
    return new PublishedTable(ip(11), keyNumber, ip(12), table);
  }

  private static Inet4Address ip(int last) {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
