package dev.weir.node.proxy.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of fields that tell who asks.
final class ForwardingTest {
  private static final Fields CAME =
      Fields.of(
          "Host", "a.test",
          "X-Forwarded-For", "203.0.113.9",
          "X-Real-IP", "203.0.113.9",
          "X-Forwarded-For", "203.0.113.8",
          "Forwarded", "for=203.0.113.9;proto=https",
          "Accept", "*/*");

  @ParameterizedTest
  @CsvSource({
    "ADD, '203.0.113.9, 203.0.113.8, 198.51.100.7'",
    "REPLACE, 198.51.100.7",
    "REMOVE, "
  })
  @DisplayName("X-Forwarded-For: our line is one, in place of the client's or behind what it wrote")
  void plain(Telling how, String expected) {
    Fields told = told(how, Telling.KEEP, CAME, "198.51.100.7");

    assertThat(told.all("X-Forwarded-For"))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
    assertThat(told.has("X-Real-IP")).isEqualTo(how == Telling.ADD);
    assertThat(told.all("Forwarded")).containsExactly("for=203.0.113.9;proto=https");
    assertThat(told.all("Accept")).containsExactly("*/*");
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 'for=203.0.113.9;proto=https, for=198.51.100.7;by=_weir-a;proto=http'",
    "REPLACE, for=198.51.100.7;by=_weir-a;proto=http",
    "REMOVE, "
  })
  @DisplayName("RFC 7239 §4 Forwarded: the same, with our obfuscated name in by")
  void standard(Telling how, String expected) {
    Fields told = told(Telling.KEEP, how, CAME, "198.51.100.7");

    assertThat(told.all("Forwarded")).isEqualTo(expected == null ? List.of() : List.of(expected));
    assertThat(told.all("X-Forwarded-For")).containsExactly("203.0.113.9", "203.0.113.8");
  }

  @Test
  @DisplayName("RFC 7239 §6 an address of IPv6 is in brackets and quoted; plain it is not")
  void ipv6() {
    Fields told = told(Telling.ADD, Telling.ADD, Fields.NONE, "2001:db8::17");

    assertThat(told.first("Forwarded")).contains("for=\"[2001:db8:0:0:0:0:0:17]\";by=_weir-a;proto=http");
    assertThat(told.first("X-Forwarded-For")).contains("2001:db8:0:0:0:0:0:17");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"for=\"x", "for=\"x\\\"", "a b", "for=1;=2", "for=\"[::1]\" x", "for=a,\"", "=="})
  @DisplayName("what is no Forwarded field does not go on before ours, which it might take in")
  void unsound(String came) {
    Fields told = told(Telling.KEEP, Telling.ADD, Fields.of("Forwarded", came), "198.51.100.7");

    assertThat(told.all("Forwarded")).containsExactly("for=198.51.100.7;by=_weir-a;proto=http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"for=\"_gazonk\"", "For=\"[2001:db8::1]:4711\"", "for=a;by=b, for=c", "for=\"\\\"\""})
  @DisplayName("RFC 7239 §4 what is one goes on")
  void sound(String came) {
    Fields told = told(Telling.KEEP, Telling.ADD, Fields.of("Forwarded", came), "198.51.100.7");

    assertThat(told.first("Forwarded").orElseThrow()).startsWith(came + ", for=198");
  }

  @ParameterizedTest
  @EnumSource(Telling.class)
  @DisplayName("where the client is not known any more, nothing that it wrote is made ours")
  void unknown(Telling how) {
    Fields told = new Forwarding(how, how).told(CAME, Optional.empty(), "weir-a");

    assertThat(told.has("X-Forwarded-For")).isEqualTo(how == Telling.KEEP);
  }

  private static Fields told(Telling plain, Telling standard, Fields came, String client) {
    return new Forwarding(plain, standard)
        .told(came, Optional.of(InetAddress.ofLiteral(client)), "weir-a");
  }
}
