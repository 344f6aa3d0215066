package dev.weir.node.grid.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Secret;
import dev.weir.node.grid.seal.SignedRecord.Terms;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SealTest {
  private static final Secret SECRET = Secret.of("a-secret-of-thirty-two-characters");

  private final Seal seal = Seal.of(SECRET, "weir");
  private final SignedRecord record = signed(7, 0, false);

  private SignedRecord signed(long number, long until, boolean withdrawn) {
    return seal.sign(
        Purpose.RULE, "key", new Terms(ip(11), number, until, withdrawn), new byte[] {1, 2, 3});
  }

  @Test
  @DisplayName("what was signed is opened by every node with the secret, as it was")
  void roundTrip() {
    for (SignedRecord each :
        new SignedRecord[] {record, signed(0, 9, true), signed(Long.MAX_VALUE, 0, false)}) {
      var opened = Seal.of(SECRET, "weir").open(Purpose.RULE, "key", each.octets());
      assertThat(opened).isEqualTo(new Seal.Opened.Genuine(each));
      SignedRecord read = ((Seal.Opened.Genuine) opened).record();
      assertThat(read.terms()).isEqualTo(each.terms());
      assertThat(read.content()).containsExactly(1, 2, 3);
    }
  }

  @Test
  @DisplayName("another purpose, key, cluster or secret, and no secret, make it forged")
  void separation() {
    byte[] octets = record.octets();
    assertRefused(seal, Purpose.TABLE, "key", octets, Refusal.FORGED);
    assertRefused(seal, Purpose.RULE, "kex", octets, Refusal.FORGED);
    assertRefused(seal, Purpose.RULE, "", octets, Refusal.FORGED);
    assertRefused(Seal.of(SECRET, "other"), Purpose.RULE, "key", octets, Refusal.FORGED);
    assertRefused(Seal.of(Secret.of("x"), "weir"), Purpose.RULE, "key", octets, Refusal.FORGED);
    assertRefused(Seal.alone(), Purpose.RULE, "key", octets, Refusal.FORGED);
  }

  @Test
  @DisplayName("every changed bit makes it forged, every other length too, and nothing is thrown")
  void total() {
    byte[] octets = record.octets();
    for (int bit = 0; bit < octets.length * 8; bit++) {
      byte[] changed = octets.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(seal, Purpose.RULE, "key", changed, Refusal.FORGED);
    }
    for (int length = 0; length < 100; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      if (length != octets.length) {
        assertThat(seal.open(Purpose.RULE, "key", cut)).isInstanceOf(Seal.Opened.Refused.class);
      }
    }
    assertRefused(seal, Purpose.RULE, "key", new byte[Seal.CONTENT_BYTES_MAX * 2], Refusal.LENGTH);
    var random = new SplittableRandom(28);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      assertThat(seal.open(Purpose.RULE, "key", noise)).isInstanceOf(Seal.Opened.Refused.class);
    }
  }

  @Test
  @DisplayName("nothing that is printed of it has the secret in it")
  void keepsTheSecret() {
    assertThat(record + " " + SECRET).doesNotContain(SECRET.reveal());
  }

  private static void assertRefused(
      Seal seal, Purpose purpose, String key, byte[] octets, Refusal why) {
    assertThat(seal.open(purpose, key, octets)).isEqualTo(new Seal.Opened.Refused(why));
  }

  static Inet4Address ip(int last) {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
