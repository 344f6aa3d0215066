package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Which responses are shared where origins see the client's address")
final class SharingTest {

  @ParameterizedTest(name = "Cache-Control: {0}")
  @DisplayName("only an explicit word of the origin shares; otherwise everything storable is")
  @CsvSource(
      delimiter = '|',
      value = {
        "public                    | true",
        "public, max-age=60        | true",
        "max-age=0, s-maxage=60    | true",
        "S-MaxAge=60               | true",
        "max-age=60                | false",
        "must-revalidate           | false",
        "x-public                  | false",
        "extension=\"public\"       | false",
      })
  void explicit(String control, boolean shared) {
    var head = new ResponseHead(200, Fields.of("Cache-Control", control));

    assertThat(Sharing.EXPLICIT.permits(head)).isEqualTo(shared);
    assertThat(Sharing.STORABLE.permits(head)).isTrue();
  }
}
