package dev.weir.cache.vary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9111 §4.1 Calculating Cache Keys with the Vary Header Field.
class VarySelectionTest {
  @ParameterizedTest(name = "{0}: {1} and {2}")
  @DisplayName("RFC 9111 §4.1 values that mean the same are the same")
  @CsvSource(
      delimiter = '|',
      value = {
        "Foo             | 1, 2              | 1,2",
        "Foo             | 1 , \"a, b\"       | 1,\"a, b\"",
        "Accept-Language | en, de            | DE , en",
        "Accept-Language | en;q=0.5, de      | de;q=1.0, en;q=0.50",
        "Accept-Encoding | gzip, br          | br,gzip"
      })
  void same(String field, String first, String second) {
    var selection = VarySelection.of(Fields.of(field, first), Fields.of("Vary", field));

    assertThat(selection.matches(Fields.of(field, second))).isTrue();
    assertThat(selection)
        .isEqualTo(VarySelection.of(Fields.of(field, second), Fields.of("Vary", field)));
  }

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @DisplayName("RFC 9111 §4.1 others are not")
  @CsvSource(
      delimiter = '|',
      value = {
        "Foo             | 1, 2              | 2, 1",
        "Foo             | \"a, b\"          | \"a,b\"",
        "Foo             | a b               | ab",
        "Accept-Language | en, de            | en",
        "Accept-Language | en;q=0.5, de      | en, de;q=0.5",
        "Accept-Encoding | gzip              | gzip;q=0"
      })
  void different(String field, String first, String second) {
    var selection = VarySelection.of(Fields.of(field, first), Fields.of("Vary", field));

    assertThat(selection.matches(Fields.of(field, second))).isFalse();
    assertThat(selection.matches(Fields.NONE)).isFalse();
  }

  @Test
  @DisplayName("a response in the one language that is liked best is for whoever likes it best")
  void language() {
    var selection =
        VarySelection.of(
            Fields.of("Accept-Language", "en, de"),
            Fields.of("Vary", "Accept-Language", "Content-Language", "de"));

    assertThat(selection.matches(liking("fr;q=0.5, de"))).isTrue();
    assertThat(selection.matches(liking("fr, de"))).isFalse();
    assertThat(selection.matches(liking("de;q=0"))).isFalse();
    assertThat(selection.matches(liking("de-AT"))).isFalse();
    assertThat(selection.matches(liking("&&&"))).isFalse();
  }

  private static Fields liking(String languages) {
    return Fields.of("Accept-Language", languages);
  }
}
