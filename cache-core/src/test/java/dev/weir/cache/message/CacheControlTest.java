package dev.weir.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §5.2 Cache-Control and §1.2.2 Delta Seconds.
class CacheControlTest {
  @Test
  @DisplayName("RFC 9111 §5.2 directives are case-insensitive and joined over several lines")
  void joinsLines() {
    var control =
        CacheControl.of(
            Fields.of("Cache-Control", "Public, MAX-AGE=60", "cache-control", "no-cache"));

    assertThat(control.has("public")).isTrue();
    assertThat(control.has("no-cache")).isTrue();
    assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(60));
    assertThat(control.has("private")).isFalse();
  }

  @Test
  @DisplayName("RFC 9111 §5.2 an argument may be a quoted string, whose commas end nothing")
  void quotedArgument() {
    var control =
        CacheControl.of(Fields.of("Cache-Control", "private=\"a, no-store\", max-age=\"5\""));

    assertThat(control.has("private")).isTrue();
    assertThat(control.has("no-store")).isFalse();
    assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("RFC 9111 §4.2.1 of several values of one directive the first one counts")
  void firstCounts() {
    var control = CacheControl.of(Fields.of("Cache-Control", "max-age=1, max-age=3600"));

    assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §4.2.1 a lifetime that cannot be read is stale")
  @ValueSource(strings = {"max-age=a", "max-age=-1", "max-age=1.5", "max-age", "max-age="})
  void unreadable(String value) {
    assertThat(CacheControl.of(Fields.of("Cache-Control", value)).seconds("max-age"))
        .contains(Duration.ZERO);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §1.2.2 a number too large for us counts as 2^31")
  @ValueSource(strings = {"2147483649", "99999999999", "99999999999999999999999999"})
  void huge(String seconds) {
    assertThat(DeltaSeconds.parse(seconds)).contains(Duration.ofSeconds(2_147_483_648L));
  }

  @ParameterizedTest
  @DisplayName("every text is read without an error")
  @ValueSource(strings = {"", ",", "=", "\"", "a=\"", "a=\"\\", ",,a,,", "a==b", "a=\"b\"c, d"})
  void total(String value) {
    assertThat(CacheControl.of(Fields.of("Cache-Control", value))).isNotNull();
  }

  @Test
  @DisplayName("RFC 9111 §5.2.2.4, §5.2.2.7 of several, what is about more fields, or all, counts")
  void fieldsTwice() {
    var all = CacheControl.of(Fields.of("Cache-Control", "private=\"x\", immutable, private"));
    var two = CacheControl.of(Fields.of("Cache-Control", "no-cache=\"x\", no-cache=\"Y, z\""));

    assertThat(all.hasWhole("private")).isTrue();
    assertThat(two.fieldsOf("no-cache")).containsExactly("x", "y", "z");
  }
}
