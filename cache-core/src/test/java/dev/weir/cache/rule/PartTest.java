package dev.weir.cache.rule;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §3.3 Storing Incomplete Responses and §3.4 Combining Partial Content.
class PartTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String STRONG = "\"a\"";
  private static final long BYTES_MAX = 100;

  @ParameterizedTest
  @DisplayName("RFC 9111 §3.3 a part answers for what lies wholly within it")
  @ValueSource(strings = {"bytes=2-5", "bytes=3-4", "bytes=5-5"})
  void within(String range) {
    assertThat(reuse(part(2, "2345", STRONG), range)).isInstanceOf(Reuse.Serve.class);
  }

  @ParameterizedTest
  @DisplayName("SEC-C13 RFC 9111 §3.3 and for nothing else")
  @ValueSource(strings = {"bytes=1-5", "bytes=2-6", "bytes=4-", "bytes=-1", "bytes=2-3,5-5", ""})
  void beyond(String range) {
    assertThat(reuse(part(2, "2345", STRONG), range))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.PARTIAL));
  }

  @Test
  @DisplayName("RFC 9110 §13.1.5 nor where If-Range names another whole")
  void ifRange() {
    var request = get(Fields.of("Range", "bytes=2-3", "If-Range", "\"b\""));

    assertThat(Reuse.of(request, true, Optional.of(part(2, "2345", STRONG)), 0, NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.PARTIAL));
  }

  @Test
  @DisplayName(
      "RFC 9111 §3.4 parts of the same whole are joined, in any order, and may complete it")
  void joined() {
    var middle = part(3, "3456", STRONG).with(part(1, "1234", STRONG), BYTES_MAX);
    assertThat(text(middle)).isEqualTo("123456");
    assertThat(middle.part()).contains(new Extent(1, 6, 10));

    var end = middle.with(part(7, "789", STRONG), BYTES_MAX);
    assertThat(text(end)).isEqualTo("123456789");

    var whole = end.with(part(0, "0", STRONG), BYTES_MAX);
    assertThat(text(whole)).isEqualTo("0123456789");
    assertThat(whole.part()).isEmpty();
    assertThat(whole.head().status()).isEqualTo(200);
    assertThat(whole.head().fields().has("Content-Range")).isFalse();
  }

  @Test
  @DisplayName("SEC-C13 RFC 9111 §3.4 not without the same strong validator, nor across a gap")
  void notJoined() {
    var first = part(0, "01", STRONG);

    assertThat(text(first.with(part(2, "23", "\"b\""), BYTES_MAX))).isEqualTo("23");
    assertThat(text(part(0, "01", "W/\"a\"").with(part(2, "23", "W/\"a\""), BYTES_MAX)))
        .isEqualTo("23");
    assertThat(text(first.with(part(3, "34", STRONG), BYTES_MAX))).isEqualTo("34");
    assertThat(text(first.with(part(2, "23", STRONG), 3))).isEqualTo("23");
  }

  @Test
  @DisplayName("RFC 9111 §3.4 a part of a stored whole leaves it whole, with the newer fields")
  void ofWhole() {
    var whole =
        StoredResponse.of(
            get(Fields.NONE),
            new ResponseHead(
                200, Fields.of("ETag", STRONG, "A", "1", "Cache-Control", "max-age=1")),
            Body.of("0123456789".getBytes(US_ASCII)),
            new Arrival(NOW, NOW));

    var updated = whole.with(part(2, "23", STRONG), BYTES_MAX);

    assertThat(text(updated)).isEqualTo("0123456789");
    assertThat(updated.head().fields().first("Cache-Control")).contains("max-age=60");
    assertThat(updated.head().status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a part has what came of it; one that is longer than it says is not sound")
  void length() {
    assertThat(of("bytes 4-9/10", "45678").part()).contains(new Extent(4, 8, 10));
    assertThat(of("bytes 4-9/10", "4567890").isSound()).isFalse();
    assertThat(of("bytes 4-9/10", "").isSound()).isFalse();
  }

  private static Reuse reuse(StoredResponse stored, String range) {
    Fields fields = range.isEmpty() ? Fields.NONE : Fields.of("Range", range);
    return Reuse.of(get(fields), true, Optional.of(stored), 0, NOW);
  }

  private static StoredResponse part(long first, String octets, String etag) {
    return of("bytes " + first + "-" + (first + octets.length() - 1) + "/10", octets, etag);
  }

  private static StoredResponse of(String range, String octets) {
    return of(range, octets, STRONG);
  }

  private static StoredResponse of(String range, String octets, String etag) {
    var head =
        new ResponseHead(
            206, Fields.of("Cache-Control", "max-age=60", "Content-Range", range, "ETag", etag));
    return StoredResponse.of(
        get(Fields.of("Range", "bytes=0-")),
        head,
        Body.of(octets.getBytes(US_ASCII)),
        new Arrival(NOW, NOW));
  }

  private static String text(StoredResponse stored) {
    return new String(stored.body().toArray(), US_ASCII);
  }

  private static RequestHead get(Fields fields) {
    return new RequestHead("GET", "/a", fields);
  }
}
