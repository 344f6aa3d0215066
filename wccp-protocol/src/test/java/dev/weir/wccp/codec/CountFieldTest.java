package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lengths and counts that lie.
final class CountFieldTest {
  private static final long[] LIES = {0, 1, 255, 32_767, 65_535, 0x7fff_ffffL, 0xffff_ffffL};

  static Stream<String> names() {
    return Vectors.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("§4.5 every prefix of a message is refused")
  void prefixes(String name) {
    byte[] whole = Vectors.octets(name);
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      assertThat(DecodingRules.decode(Datagrams.codec(name), prefix))
          .as("%d octets", length)
          .isInstanceOf(Rejected.class);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("§4.5 each length and each count may be any value: the message returns, or a cause")
  void lies(String name) {
    byte[] whole = Vectors.octets(name);
    for (var place : CountFields.of(whole)) {
      for (long value : valuesAround(place.value(whole))) {
        DecodingRules.decode(
            Datagrams.codec(name), Datagrams.signed(name, place.with(whole, value)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("§4.5 a count of 4,294,967,295 is refused as a count")
  void countsBeyondAll(String name) {
    byte[] whole = Vectors.octets(name);
    for (var place : CountFields.of(whole)) {
      if (place.isCount()) {
        var decoded =
            Datagrams.codec(name).decode(Datagrams.signed(name, place.with(whole, 0xffff_ffffL)));
        assertThat(decoded)
            .as(place.what())
            .isInstanceOfSatisfying(
                Rejected.class,
                refusal -> {
                  assertThat(refusal.cause()).isEqualTo(Cause.COUNT);
                  assertThat(refusal.offset()).isEqualTo(place.at());
                });
      }
    }
  }

  @Test
  @DisplayName("the walk through the recorded messages finds the counts of every component")
  void walk() {
    var found = new ArrayList<String>();
    names()
        .forEach(name ->
            CountFields.of(Vectors.octets(name)).stream()
                .filter(CountFields.Place::isCount)
                .map(CountFields.Place::what)
                .forEach(found::add));

    assertThat(found)
        .contains(
            "v1 entries",
            "v1 caches",
            "received from",
            "routers in view",
            "caches in view",
            "routers heard",
            "caches heard",
            "routers addressed",
            "caches assigned",
            "mask sets",
            "values of a set",
            "caches of a set",
            "value numbers",
            "addresses");
  }

  private static List<Long> valuesAround(long present) {
    var values = new ArrayList<Long>(List.of(present - 1, present + 1));
    Arrays.stream(LIES).forEach(values::add);
    return values;
  }
}
