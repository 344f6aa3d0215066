package dev.weir.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9110 §5.6.7 Date/Time Formats.
class HttpDateTest {
  private static final Instant MOMENT = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @DisplayName("RFC 9110 §5.6.7 all three formats, in any case, whatever the weekday")
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "sUN, 06 nOV 1994 08:49:37 gmt",
        "Mon, 06 Nov 1994 08:49:37 GMT"
      })
  void threeForms(String text) {
    assertThat(HttpDate.parse(text)).contains(MOMENT);
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §5.6.7 anything else is no date")
  @ValueSource(
      strings = {
        "",
        "0",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37",
        "Foo, 06 Nov 1994 08:49:37 GMT",
        "unT, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 ovD 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void nothingElse(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("RFC 9110 §5.6.7 a sender must generate IMF-fixdate")
  void formats() {
    assertThat(HttpDate.format(MOMENT)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }
}
