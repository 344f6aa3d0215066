package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageCodecTest {
  static Stream<String> vectors() {
    return Vectors.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("§10.1 a vector decodes, and encodes back to the same octets")
  void roundTrip(String name) {
    var message = Vectors.message(name);

    assertThat(HexFormat.of().formatHex(Vectors.codec(name).encode(message)))
        .isEqualTo(HexFormat.of().formatHex(Vectors.octets(name)));
  }

  @Test
  @DisplayName("§3.8 the table of vector 08 has an alternate bucket 7 and nobody at 255")
  void redirectAssign() {
    var assign = (Message.RedirectAssign) Vectors.message("08-v2-redirect-assign-hash");
    var table = ((HashAssignment) assign.assignment().assignment()).table();

    assertThat(assign.assignment().key()).hasToString("192.0.2.11/1");
    assertThat(table.owner(7)).hasValue(1);
    assertThat(table.alternate(7)).isTrue();
    assertThat(table.alternate(6)).isFalse();
    assertThat(table.owner(255)).isEmpty();
  }

  @Test
  @DisplayName("§3.1 every single-bit change of the digest is refused, and so is another password")
  void digest() {
    String name = "07-v2-isy-usable-md5";
    for (int bit = 0; bit < 128; bit++) {
      byte[] changed = Vectors.octets(name);
      changed[16 + bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(cause(Vectors.codec(name), changed)).isEqualTo(Cause.DIGEST);
    }
    var other = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("cisco124")));
    assertThat(cause(other, Vectors.octets(name))).isEqualTo(Cause.DIGEST);
    var seven = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("cisco12")));
    assertThat(cause(seven, Vectors.octets(name))).isEqualTo(Cause.DIGEST);
  }

  @Test
  @DisplayName("§3.1 no digest where we have a password is refused, and the reverse too")
  void option() {
    var md5 = Vectors.codec("md5");
    var none = Vectors.codec("none");
    assertThat(cause(md5, Vectors.octets("05-v2-isy-first"))).isEqualTo(Cause.SECURITY_OPTION);
    assertThat(cause(none, Vectors.octets("07-v2-isy-usable-md5")))
        .isEqualTo(Cause.SECURITY_OPTION);
  }

  @Test
  @DisplayName("§3.1 a failed authentication tells which group of ours it was tried on")
  void rejectedGroup() {
    var md5 = Vectors.codec("md5");
    assertThat(md5.decode(Vectors.octets("05-v2-isy-first")))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class, it -> assertThat(it.group()).contains(ServiceGroup.WEB_CACHE));
    assertThat(md5.decode(new byte[4]))
        .isInstanceOfSatisfying(Decoded.Rejected.class, it -> assertThat(it.group()).isEmpty());
  }

  @Test
  @DisplayName("§3.0.4 IPv6 addresses go into a message of 2.01, and into none of 2.00")
  void ipv6Minor() {
    var codec = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.NONE));
    assertThat(codec.decode(codec.encode(query(1)))).isEqualTo(new Decoded.Accepted(query(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(query(0)));
  }

  private static Message query(int minor) {
    var router = Inet6Address.ofLiteral("2001:db8::1");
    var cache = Inet6Address.ofLiteral("2001:db8::11");
    return new Message.RemovalQuery(
        minor,
        ServiceGroup.WEB_CACHE.standardService(),
        new Component.Query(router, new ReceiveId(7), router, cache),
        List.of());
  }

  @Test
  @DisplayName("§3.0.1 octets after the message's own length are ignored, also by the digest")
  void surplus() {
    String name = "07-v2-isy-usable-md5";
    byte[] longer = Arrays.copyOf(Vectors.octets(name), Vectors.octets(name).length + 9);

    assertThat(Vectors.codec(name).decode(longer))
        .isEqualTo(new Decoded.Accepted(Vectors.message(name)));
  }

  @ParameterizedTest
  @CsvSource({
    // offset, octets, expected, why
    "0, 00000007, TYPE", // a WCCP1 message
    "0, ffffffff, TYPE",
    "4, 01, VERSION",
    "6, ffff, TRUNCATED",
    "14, 0001, SECURITY_OPTION",
    "18, 0019, MISALIGNED", // length of the service component
    "20, 02, VALUE", // service type
    "21, 05, SERVICE", // another service
    "16, 0063, COMPONENT_MISSING", // the service component has another type
    "54, 0006, TRUNCATED", // extended data that is not there
    "46, 0008, TRUNCATED", // the identity component ends too early
    "100, 00000021, COUNT", // 33 routers
    "100, 00000020, TRUNCATED", // 32 routers are claimed, none is there
    "100, ffffffff, COUNT"
  })
  @DisplayName("§4.5 a field that cannot be true is refused with its cause")
  void refusals(int offset, String octets, Cause expected) {
    byte[] message = Vectors.octets("04-v2-hia-first");
    byte[] patch = HexFormat.of().parseHex(octets);
    System.arraycopy(patch, 0, message, offset, patch.length);

    assertThat(cause(Vectors.codec("none"), message)).isEqualTo(expected);
  }

  @Test
  @DisplayName(
      "§3.0.2 an unknown component is kept and written back; a second of a kind is ignored")
  void unknownAndDuplicate() {
    var hello = (Message.HereIAm) Vectors.message("04-v2-hia-first");
    byte[] stranger = HexFormat.of().parseHex("00630004cafebabe");
    byte[] second = Arrays.copyOfRange(Vectors.octets("04-v2-hia-first"), 16, 44);
    second[5] = 9;
    byte[] longer = append(append(Vectors.octets("04-v2-hia-first"), stranger), second);
    longer[7] += (byte) (stranger.length + second.length);

    var decoded = Vectors.codec("none").decode(longer);

    assertThat(decoded)
        .isEqualTo(
            new Decoded.Accepted(
                new Message.HereIAm(
                    0,
                    hello.service(),
                    hello.cache(),
                    hello.view(),
                    hello.capabilities(),
                    hello.commands(),
                    java.util.List.of(new Component.Unknown(0x63, "cafebabe")))));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("§4.5 every truncation is refused, never thrown")
  void truncations(String name) {
    byte[] whole = Vectors.octets(name);
    for (int length = 0; length < whole.length; length++) {
      assertThat(Vectors.codec(name).decode(Arrays.copyOf(whole, length)))
          .isInstanceOf(Decoded.Rejected.class);
    }
  }

  @Test
  @DisplayName("§4.5 100,000 seeded mutations of the vectors return, whatever they hold")
  void mutations() {
    var random = new Random(20260101);
    var codec = Vectors.codec("none");
    var plain =
        Vectors.ALL.stream()
            .filter(name -> name.contains("-v2") && !name.contains("md5") && !name.contains("11"))
            .map(Vectors::octets)
            .toList();
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] octets = plain.get(i % plain.size()).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      if (codec.decode(octets) instanceof Decoded.Accepted(Message message)) {
        accepted++;
        assertThat(codec.decode(codec.encode(message)))
            .as(HexFormat.of().formatHex(octets))
            .isEqualTo(new Decoded.Accepted(message));
      }
    }
    assertThat(accepted).isBetween(1, 99_999);
  }

  private static Object cause(MessageCodec codec, byte[] octets) {
    return switch (codec.decode(octets)) {
      case Decoded.Rejected it -> it.cause();
      case Decoded.Accepted accepted -> accepted;
    };
  }

  private static byte[] append(byte[] first, byte[] then) {
    byte[] joined = Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, joined, first.length, then.length);
    return joined;
  }
}
