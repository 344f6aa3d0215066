package dev.weir.node.access.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryTest {
  /// GET http://www.example.com/a/b.jpg by 192.0.2.7, whom 192.0.2.1 diverted: 503 after 1200 ms.
  private static final Facts REQUEST =
      new Facts() {
        private final Map<Field, Long> numbers =
            Map.of(
                Field.STATUS,
                503L,
                Field.BYTES,
                1324L,
                Field.MS,
                1200L,
                Field.CLIENT,
                0xc0000207L,
                Field.ROUTER,
                0xc0000201L);
        private final Map<Field, String> texts =
            Map.of(
                Field.METHOD, "GET",
                Field.HOST, "www.example.com",
                Field.PATH, "/a/b.jpg",
                Field.SOURCE, "origin",
                Field.CACHE, "miss");

        @Override
        public long number(Field field) {
          return numbers.getOrDefault(field, 0L);
        }

        @Override
        public String text(Field field) {
          return texts.getOrDefault(field, "");
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " ;true",
        "status >= 500;true",
        "status>=504;false",
        "status < 504 and status > 502;true",
        "status == 503;true",
        "status <= 503 and not status == 503;false",
        "bytes > 1323 and ms < 1201;true",
        "client == 192.0.2.7;true",
        "client == 192.0.2.0/24;true",
        "client != 192.0.2.8/31;true",
        "client == 0.0.0.0/0;true",
        "client == 192.0.2.6/32;false",
        "status >= 500 and router == 192.0.2.1;true",
        "router != 192.0.2.1;false",
        "router == 192.0.2.2;false",
        "method == GET;true",
        "method == \"GET\";true",
        "method == 'get';false",
        "host ~ '(^|\\.)example\\.com$';true",
        "path ~ ^/a/;true",
        "path ~ ^/b/;false",
        "source == origin and cache != hit;true",
        "user == '';true",
        "not user != \"\";true",
        "status == 200 or status == 503 and ms > 1;true",
        "(status == 200 or status == 503) and ms < 1;false",
        "status == 503 or status == 200 and ms < 1;true",
        "not (status == 503);false",
        "not not status == 503;true",
        "((((status == 503))));true",
      })
  @DisplayName("a query says of a request what it says")
  void matches(String text, boolean expected) {
    assertThat(Query.read(text)).isInstanceOf(Query.Read.Good.class);
    assertThat(((Query.Read.Good) Query.read(text)).query().matches(REQUEST)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '#',
      value = {
        "status!7!the end instead of == ",
        "status >=!10!the end instead of a value",
        "status >= x!11!\"x\" instead of a whole number",
        "status ~ 5!8!status cannot be compared by ~",
        "host < a!6!host cannot be compared by <",
        "client < 192.0.2.1!8!client cannot be compared by <",
        "client == 192.0.2.256!11!\"192.0.2.256\" instead of an IPv4",
        "client == 192.0.2.0/33!11!\"192.0.2.0/33\" instead of an IPv4",
        "route == 192.0.2.1!1!\"route\" instead of one of status",
        "status == 1 status == 2!13!\"status\" instead of and, or, or the end",
        "(status == 1!13!the end instead of and, or, or )",
        "(status == 1 ')'!14!\")\" instead of and, or, or )",
        "status == 1)!12!\")\" instead of and",
        "host == 'a!9!a quote that does not end",
        "host ~ '('!8!no expression of RE2",
        "and!1!\"and\" instead of one of",
        "not!4!the end instead of one of",
      })
  @DisplayName("what is no query is refused with its place and the reason")
  void refused(String text, int place, String reason) {
    assertThat(Query.read(text))
        .isInstanceOfSatisfying(
            Query.Read.Bad.class,
            bad -> {
              assertThat(bad.reason()).startsWith(reason);
              assertThat(bad.place()).isEqualTo(place);
            });
  }

  @Test
  @DisplayName("any text is read or refused, the longest and the deepest too")
  void total() {
    assertThat(Query.read("(".repeat(512))).isInstanceOf(Query.Read.Bad.class);
    assertThat(Query.read("(".repeat(513))).isInstanceOf(Query.Read.Bad.class);
    assertThat(Query.read("not ".repeat(124) + "status == 1")).isInstanceOf(Query.Read.Good.class);
    var words =
        List.of("status", "host", "(", ")", "and", "or", "not", "==", "~", "5", "'a b'", "\"", "*");
    var random = new SplittableRandom(50);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(8); length >= 0; length--) {
        text.append(words.get(random.nextInt(words.size())))
            .append(random.nextBoolean() ? " " : "");
      }
      if (Query.read(text.toString()) instanceof Query.Read.Good(Query query)) {
        assertThat(query.matches(REQUEST)).isIn(true, false);
      }
    }
  }
}
