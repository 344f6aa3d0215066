package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PurgeTest {
  private static final CacheKey KEY = new CacheKey("http", "www.a.test", "/news/1?x=1");
  private static final CacheKey OTHER_PORT = new CacheKey("http", "www.a.test:8080", "/news/1");

  private static Purge parsed(Kind kind, String text) {
    return Purge.parse(kind, text).orElseThrow();
  }

  @Test
  @DisplayName("a URL means itself alone, however scheme, host and default port are written")
  void url() {
    Purge purge = parsed(Kind.URL, "HTTP://WWW.a.test:80/news/1?x=1");
    assertThat(purge.text()).isEqualTo(KEY.url());
    assertThat(purge.covers(KEY)).isTrue();
    assertThat(purge.covers(OTHER_PORT)).isFalse();
    assertThat(parsed(Kind.URL, "http://www.a.test/news/1").covers(KEY)).isFalse();
    assertThat(parsed(Kind.URL, "http://www.a.test").text()).isEqualTo("http://www.a.test/");
    assertThat(parsed(Kind.URL, "http://www.a.test:8080/news/1").covers(OTHER_PORT)).isTrue();
  }

  @Test
  @DisplayName("a host means all its ports, with a port that one; no other host that ends alike")
  void host() {
    assertThat(parsed(Kind.HOST, "WWW.a.test").covers(KEY)).isTrue();
    assertThat(parsed(Kind.HOST, "www.a.test").covers(OTHER_PORT)).isTrue();
    assertThat(parsed(Kind.HOST, "www.a.test:8080").covers(OTHER_PORT)).isTrue();
    assertThat(parsed(Kind.HOST, "www.a.test:8080").covers(KEY)).isFalse();
    assertThat(parsed(Kind.HOST, "a.test").covers(KEY)).isFalse();
  }

  @Test
  @DisplayName("a prefix means what begins alike, with the whole host")
  void prefix() {
    assertThat(parsed(Kind.PREFIX, "http://www.a.test/news/").covers(KEY)).isTrue();
    assertThat(parsed(Kind.PREFIX, "http://www.a.test/News/").covers(KEY)).isFalse();
    assertThat(Purge.parse(Kind.PREFIX, "http://www.a")).isEmpty();
  }

  @Test
  @DisplayName("a surrogate key is found in Surrogate-Key and Cache-Tag, in the case it is written")
  void surrogateKey() {
    var fields = Fields.of("Surrogate-Key", "one  two", "Cache-Tag", "three , a b,");
    assertThat(Purge.tags(KEY, fields))
        .extracting(Purge::text)
        .containsExactly("one", "two", "three", "a b");
    assertThat(Purge.tags(KEY, Fields.of("ETag", "one"))).isEmpty();
    assertThat(parsed(Kind.KEY, "two").covers(KEY, fields)).isTrue();
    assertThat(parsed(Kind.KEY, "Two").covers(KEY, fields)).isFalse();
    assertThat(parsed(Kind.KEY, "two").covers(KEY, Fields.NONE)).isFalse();
  }

  @Test
  @DisplayName("RFC 9875 §2.1 a group means what names it and is of the same origin")
  void group() {
    var fields = Fields.of("Cache-Groups", "\"news\", \"the \\\"50% #1\\\"\";x=1");
    Purge news = parsed(Kind.GROUP, "http://WWW.a.test:80#news");
    assertThat(news.text()).isEqualTo("http://www.a.test/#news");
    assertThat(news.covers(KEY, fields)).isTrue();
    assertThat(news.covers(OTHER_PORT, fields)).isFalse();
    assertThat(parsed(Kind.GROUP, "http://www.a.test/#News").covers(KEY, fields)).isFalse();
    assertThat(
            parsed(Kind.GROUP, "http://www.a.test/#the%20%2250%25%20%231%22").covers(KEY, fields))
        .isTrue();
    assertThat(parsed(Kind.KEY, "news").covers(KEY, fields)).isFalse();
  }

  @Test
  @DisplayName("what means nothing is refused")
  void refused() {
    for (Kind kind : Kind.values()) {
      for (String text : List.of("", "a b", "http://a.test/ä", "a".repeat(5_000), "a\n")) {
        assertThat(Purge.parse(kind, text)).as(kind + " " + text).isEqualTo(Optional.empty());
      }
    }
    for (String text :
        List.of(
            "www.a.test/news", "ftp://a.test/", "https://:443/", "http:///x", "http://a.test/#b")) {
      assertThat(Purge.parse(Kind.URL, text)).as(text).isEmpty();
    }
    assertThat(Purge.parse(Kind.HOST, "http://a.test")).isEmpty();
    assertThat(Purge.parse(Kind.KEY, "a,b")).isEmpty();
    for (String text : List.of("http://a.test/", "http://a.test/x#b", "a.test#b", "#b")) {
      assertThat(Purge.parse(Kind.GROUP, text)).as(text).isEmpty();
    }
  }
}
