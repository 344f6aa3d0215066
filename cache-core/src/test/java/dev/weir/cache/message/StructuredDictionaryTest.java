package dev.weir.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.StructuredDictionary.Kind;
import dev.weir.cache.message.StructuredDictionary.Value;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9651 §3.2 Dictionaries.
class StructuredDictionaryTest {
  @Test
  @DisplayName("RFC 9651 §3.2 members have values of every type, and the last of one name counts")
  void members() {
    var read =
        read("a=1;q=2;r, b, c=?0, d=\"x\\\"y\", e=tok/en:1, f=1.5, g=:aGk=:, h=@12, i=(1 \"a\";p 2);q,"
                + " j=%\"%c3\", a=-7")
            .orElseThrow()
            .members();

    assertThat(read)
        .containsEntry("a", new Value(Kind.INTEGER, "-7"))
        .containsEntry("b", new Value(Kind.TRUE, ""))
        .containsEntry("c", new Value(Kind.FALSE, ""))
        .containsEntry("d", new Value(Kind.STRING, "x\"y"))
        .containsEntry("e", new Value(Kind.TOKEN, "tok/en:1"))
        .containsEntry("f", new Value(Kind.OTHER, ""))
        .containsEntry("g", new Value(Kind.OTHER, ""))
        .containsEntry("h", new Value(Kind.OTHER, ""))
        .containsEntry("i", new Value(Kind.OTHER, ""))
        .containsEntry("j", new Value(Kind.OTHER, ""));
  }

  @Test
  @DisplayName("RFC 9651 §4.2 the lines of a field are one dictionary")
  void lines() {
    var fields = Fields.of("X", "a=1", "x", "b");

    assertThat(StructuredDictionary.in(fields, "X").orElseThrow().members())
        .containsOnlyKeys("a", "b");
  }

  @ParameterizedTest
  @DisplayName("RFC 9651 §4.2 what breaks the grammar anywhere is no dictionary")
  @ValueSource(
      strings = {
        "",
        "a=",
        "a,",
        "a,,b",
        "a b",
        "A=1",
        "a =1",
        "a= 1",
        "a=1, &&",
        "a=\"x",
        "a=\"x\\y\"",
        "a=1234567890123456",
        "a=1.",
        "a=1.2345",
        "a=?2",
        "a=:x",
        "a=(1",
        "a=(1,2)",
        "a=@1.5",
        "a=%x",
        "a;Q=1",
        "a=1;q=",
        "a=\u00e9"
      })
  void none(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  @DisplayName("any text is read to an end")
  void total() {
    String alphabet = "ab1,;=\"\\?:@%(). -*/&";
    var random = new Random(20_260_101);
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(read(text.toString())).isNotNull();
    }
  }

  private static Optional<StructuredDictionary> read(String text) {
    return StructuredDictionary.in(Fields.of("X", text), "X");
  }
}
