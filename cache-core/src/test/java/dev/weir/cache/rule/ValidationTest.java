package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.vary.VarySelection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9111 §4.3 Validation, §4.1 Vary, §4.4 Invalidation; RFC 9110 §14.2 Range.
class ValidationTest {
  private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";

  @Test
  @DisplayName("RFC 9111 §4.3.1 the validators we hold take the place of the client's conditions")
  void conditional() {
    Fields asked =
        Validation.conditional(
            Fields.of("If-None-Match", "\"x\"", "Range", "bytes=0-1", "Accept", "a/b"),
            response(200, "ETag", "W/\"a\"", "Last-Modified", MODIFIED));

    assertThat(asked)
        .isEqualTo(
            Fields.of("Accept", "a/b", "If-None-Match", "W/\"a\"", "If-Modified-Since", MODIFIED));
  }

  @Test
  @DisplayName("RFC 9111 §3.2 a 304 replaces the fields it brings, not what frames the body")
  void updates() {
    ResponseHead updated =
        Validation.updated(
            response(200, "Content-Length", "3", "Age", "9", "X", "old", "X", "older", "Y", "y"),
            response(304, "Content-Length", "0", "X", "new", "Connection", "Z", "Z", "z"));

    assertThat(updated).isEqualTo(response(200, "Content-Length", "3", "Y", "y", "X", "new"));
  }

  @Test
  @DisplayName("RFC 9111 §4.3.4 a 304 with another entity tag is about another response")
  void concerns() {
    ResponseHead stored = response(200, "ETag", "\"a\"");

    assertThat(Validation.concerns(response(304, "ETag", "W/\"a\""), stored)).isTrue();
    assertThat(Validation.concerns(response(304), stored)).isTrue();
    assertThat(Validation.concerns(response(304, "ETag", "\"b\""), stored)).isFalse();
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §13.1.2 If-None-Match compares weakly, against each member of the list")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"a\"|true",
        "W/\"a\"|true",
        "\"x\", \"a\"|true",
        "*|true",
        "\"b\"|false",
        "a|false",
        "\"x,\"a\"\"|false"
      })
  void ifNoneMatch(String condition, boolean notModified) {
    assertThat(
            Precondition.notModified(
                Fields.of("If-None-Match", condition), response(200, "ETag", "\"a\"")))
        .isEqualTo(notModified);
  }

  @Test
  @DisplayName("RFC 9110 §13.1.3 If-Modified-Since counts only without If-None-Match")
  void ifModifiedSince() {
    ResponseHead stored = response(200, "ETag", "\"a\"", "Last-Modified", MODIFIED);

    assertThat(Precondition.notModified(Fields.of("If-Modified-Since", MODIFIED), stored)).isTrue();
    assertThat(
            Precondition.notModified(
                Fields.of("If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"), stored))
        .isFalse();
    assertThat(
            Precondition.notModified(
                Fields.of("If-Modified-Since", MODIFIED, "If-None-Match", "\"b\""), stored))
        .isFalse();
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §14.1.2 byte ranges of a body of 100 octets")
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-9|0-9",
        "bytes=90-|90-99",
        "bytes=-10|90-99",
        "bytes=-1000|0-99",
        "bytes=50-1000|50-99",
        "bytes=100-|none",
        "bytes=-0|none",
        "bytes=9-5|whole",
        "bytes=0-1,3-4|whole",
        "lines=0-1|whole",
        "bytes=-|whole",
        "bytes=9999999999999999999-|whole"
      })
  void ranges(String range, String expected) {
    String result =
        switch (ByteRange.of(Fields.of("Range", range), 100)) {
          case ByteRange.Whole() -> "whole";
          case ByteRange.Unsatisfiable() -> "none";
          case ByteRange.Part(long first, long last) -> first + "-" + last;
        };

    assertThat(result).isEqualTo(expected);
  }

  @Test
  @DisplayName("RFC 9110 §13.1.5 a part is sent under If-Range only for the same strong tag")
  void ifRange() {
    ResponseHead stored = response(200, "ETag", "\"a\"", "Last-Modified", MODIFIED);

    assertThat(Precondition.rangeApplies(Fields.NONE, stored)).isTrue();
    assertThat(Precondition.rangeApplies(Fields.of("If-Range", "\"a\""), stored)).isTrue();
    assertThat(Precondition.rangeApplies(Fields.of("If-Range", "W/\"a\""), stored)).isFalse();
    assertThat(Precondition.rangeApplies(Fields.of("If-Range", "\"b\""), stored)).isFalse();
    assertThat(Precondition.rangeApplies(Fields.of("If-Range", MODIFIED), stored)).isFalse();
  }

  @Test
  @DisplayName("RFC 9111 §4.1 a response is selected by the fields its Vary names, absent or not")
  void vary() {
    var selection =
        VarySelection.of(
            Fields.of("Accept-Encoding", "gzip", "Accept-Encoding", "br"),
            Fields.of("Vary", "accept-encoding", "Vary", "Accept-Language"));

    assertThat(selection.matches(Fields.of("accept-encoding", "gzip, br"))).isTrue();
    assertThat(selection.matches(Fields.of("Accept-Encoding", "gzip"))).isFalse();
    assertThat(selection.matches(Fields.of("Accept-Encoding", "gzip, br", "Accept-Language", "")))
        .isFalse();
  }

  @Test
  @DisplayName(
      "RFC 9111 §4.4 a non-error answer to an unsafe method invalidates target and Location")
  void invalidates() {
    var key = new CacheKey("http", "a.test", "/x");
    var post = new RequestHead("POST", "/x", Fields.NONE);
    ResponseHead moved =
        response(
            201, "Location", "/y#z", "Content-Location", "http://a.test/v", "X", "http://b.test/");

    assertThat(Invalidation.of(key, post, moved))
        .extracting(CacheKey::target)
        .containsExactly("/x", "/y", "/v");
    assertThat(Invalidation.of(key, post, response(201, "Location", "http://b.test/w")))
        .containsExactly(key);
    assertThat(Invalidation.of(key, post, response(500))).isEmpty();
    assertThat(Invalidation.of(key, new RequestHead("GET", "/x", Fields.NONE), moved)).isEmpty();
  }

  private static ResponseHead response(int status, String... fields) {
    return new ResponseHead(status, Fields.of(fields));
  }
}
