package dev.weir.cli.bypass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("weir bypass: what an operator says")
final class BypassWordsTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, ?what=203.0.113.0%2F24&side=to",
    "10.1.2.3 from, ?what=10.1.2.3&side=from",
    "www.example.com to for 1h, ?what=www.example.com&side=to&for=3600",
    "10.0.0.0/8 from for 30s, ?what=10.0.0.0%2F8&side=from&for=30",
    "192.0.2.1 for 2d, ?what=192.0.2.1&side=to&for=172800",
    "192.0.2.1 because login by address, ?what=192.0.2.1&side=to&because=login+by+address",
    "192.0.2.1 to for 10m because a&b, ?what=192.0.2.1&side=to&for=600&because=a%26b"
  })
  @DisplayName("the words in their order are a query")
  void speaks(String words, String query) {
    assertThat(BypassWords.parse(List.of(words.split(" ", -1))).query()).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1 by",
        "192.0.2.1 for",
        "192.0.2.1 for 0s",
        "192.0.2.1 for 1w",
        "192.0.2.1 for 1h from",
        "192.0.2.1 from to",
        "192.0.2.1 for 99999999d"
      })
  @DisplayName("a word that has no place is refused")
  void refuses(String words) {
    assertThatThrownBy(() -> BypassWords.parse(List.of(words.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"");
  }

  @Test
  @DisplayName("because ends the grammar: what follows is the reason, whatever it is")
  void anyReason() {
    assertThat(BypassWords.parse(List.of("192.0.2.1", "because", "from", "for")).because())
        .isEqualTo("from for");
  }
}
