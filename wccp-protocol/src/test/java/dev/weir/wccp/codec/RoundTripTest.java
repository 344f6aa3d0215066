package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet.Value;
import dev.weir.wccp.codec.Decoded.Accepted;
import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Messages that were accepted and then changed, or could not be written, before.
final class RoundTripTest {
  private static final String ALTERNATE = "20-v201-redirect-assign-altmask";
  private static final String IPV6 = "19-v201-hia-ipv6";

  @Test
  @DisplayName("§3.14 value sequence numbers may be grouped in any way: their own order counts")
  void groupingOfNumbers() {
    // The second cache of the vector becomes the first one: its odd numbers come after the even.
    byte[] octets = Vectors.octets(ALTERNATE);
    octets[0x8b] = 0x0b;

    var decoded = DecodingRules.decode(Vectors.codec(ALTERNATE), octets);

    assertThat(values(decoded))
        .extracting(value -> value.match().destinationPort())
        .startsWith(0, 1, 0, 1);
    assertThat(values(decoded)).extracting(Value::cache).containsOnly(address("192.0.2.11"));
  }

  @Test
  @DisplayName("§3.14 a value sequence number that two caches are given counts for the first")
  void numberOfTwoCaches() {
    byte[] octets = Vectors.octets(ALTERNATE);
    octets[0x93] = 2; // the first number of the second cache, which the first cache has

    var decoded = DecodingRules.decode(Vectors.codec(ALTERNATE), octets);

    assertThat(values(decoded)).hasSize(15);
    assertThat(values(decoded).get(1).cache()).isEqualTo(address("192.0.2.11"));
  }

  @Test
  @DisplayName("§3.16 an IPv4 address in the clothes of IPv6 is refused where an address is due")
  void mappedAddress() {
    byte[] octets = Vectors.octets(IPV6);
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc000020b");
    System.arraycopy(mapped, 0, octets, 0xb4, mapped.length);

    assertThat(DecodingRules.decode(Vectors.codec(IPV6), octets))
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.cause()).isEqualTo(Cause.VALUE));
  }

  private static List<Value> values(Decoded decoded) {
    var message = (Message.RedirectAssign) ((Accepted) decoded).message();
    return ((MaskAssignment) message.assignment().assignment()).sets().getFirst().values();
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
