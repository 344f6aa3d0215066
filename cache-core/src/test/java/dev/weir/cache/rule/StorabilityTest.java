package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §3 Storing Responses in Caches.
class StorabilityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @DisplayName("RFC 9111 §3 a shared cache stores what is final, allowed and of use")
  @ValueSource(
      strings = {
        "max-age=1",
        "public, max-age=1",
        "s-maxage=1",
        "no-transform, max-age=60",
        "must-revalidate, max-age=60",
        "no-store, must-understand, max-age=60"
      })
  void storable(String control) {
    assertThat(of(get(), response(200, "Cache-Control", control)))
        .isInstanceOf(Storability.Storable.class);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §5.2.2 no-store and private are refused, whatever else is said")
  @CsvSource(
      delimiter = '|',
      value = {
        "no-store|NO_STORE",
        "max-age=60, no-store|NO_STORE",
        "private, max-age=60|PRIVATE",
        "private=\"\", s-maxage=60|PRIVATE",
        "max-age=0|NEVER_REUSABLE",
        "no-cache, max-age=60|NEVER_REUSABLE",
        "public|NEVER_REUSABLE"
      })
  void refusedByResponse(String control, Storability.Reason reason) {
    assertThat(of(get(), response(200, "Cache-Control", control)))
        .isEqualTo(new Storability.Refused(reason));
  }

  @Test
  @DisplayName("RFC 9111 §3 only GET is stored here; a GET with a body is not")
  void refusedByRequest() {
    var response = response(200, "Cache-Control", "max-age=60");

    assertRefused(new RequestHead("POST", "/", Fields.NONE), response, Storability.Reason.METHOD);
    assertRefused(new RequestHead("HEAD", "/", Fields.NONE), response, Storability.Reason.METHOD);
    assertRefused(get("Content-Length", "3"), response, Storability.Reason.REQUEST_BODY);
    assertRefused(get("Cache-Control", "no-store"), response, Storability.Reason.REQUEST_NO_STORE);
    assertThat(of(get("Content-Length", "0"), response)).isInstanceOf(Storability.Storable.class);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §3 a part, a 304 or an interim response is no whole answer")
  @ValueSource(ints = {100, 103, 206, 304, 416})
  void notWhole(int status) {
    assertRefused(
        get(), response(status, "Cache-Control", "max-age=60"), Storability.Reason.STATUS);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §3.5 a response to Authorization is shared only where it says so")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60|false",
        "public, max-age=60|true",
        "s-maxage=60|true",
        "must-revalidate, max-age=60|true"
      })
  void authorization(String control, boolean storable) {
    Storability decision =
        of(get("Authorization", "Basic eA=="), response(200, "Cache-Control", control));

    assertThat(decision instanceof Storability.Storable).isEqualTo(storable);
    if (!storable) {
      assertThat(decision).isEqualTo(new Storability.Refused(Storability.Reason.AUTHORIZATION));
    }
  }

  @Test
  @DisplayName("RFC 9111 §4.1 Vary with a member \"*\" never matches, so it is not stored")
  void varyAny() {
    assertRefused(
        get(),
        response(200, "Cache-Control", "max-age=60", "Vary", "Accept, *"),
        Storability.Reason.VARY_ANY);
  }

  @Test
  @DisplayName("a response that sets a cookie is shared if it says for how long, or is public")
  void setCookie() {
    String modified = HttpDate.format(NOW.minusSeconds(100_000));

    assertRefused(
        get(),
        response(200, "Last-Modified", modified, "Set-Cookie", "a=b"),
        Storability.Reason.SET_COOKIE);
    for (String control : List.of("max-age=60", "public", "no-cache=\"set-cookie\"")) {
      assertThat(
              of(
                  get(),
                  response(
                      200,
                      "Cache-Control",
                      control,
                      "Last-Modified",
                      modified,
                      "Set-Cookie",
                      "a=b")))
          .as(control)
          .isInstanceOf(Storability.Storable.class);
    }
  }

  @Test
  @DisplayName("RFC 9110 §9.3.3 a POST's response is kept if it is explicitly fresh and says where")
  void post() {
    var post = new RequestHead("POST", "/a", Fields.of("Host", "h", "Content-Length", "3"));

    assertThat(of(post, response(200, "Cache-Control", "max-age=9", "Content-Location", "/a")))
        .isInstanceOf(Storability.Storable.class);
    assertRefused(
        post,
        response(200, "Cache-Control", "max-age=9", "Content-Location", "/b"),
        Storability.Reason.METHOD);
    assertRefused(
        post, response(200, "Content-Location", "/a", "ETag", "\"1\""), Storability.Reason.METHOD);
  }

  @Test
  @DisplayName("RFC 9111 §3.3 a 206 is kept if it was asked for and says which part it is")
  void part() {
    var ranged = new RequestHead("GET", "/a", Fields.of("Range", "bytes=0-4"));
    var part = response(206, "Cache-Control", "max-age=9", "Content-Range", "bytes 0-4/10");

    assertThat(of(ranged, part)).isInstanceOf(Storability.Storable.class);
    assertRefused(get(), part, Storability.Reason.STATUS);
    for (String range : List.of("bytes 0-4/*", "bytes 4-0/10", "bytes 0-10/10", "octets 0-4/10")) {
      assertRefused(
          ranged,
          response(206, "Cache-Control", "max-age=9", "Content-Range", range),
          Storability.Reason.STATUS);
    }
  }

  @Test
  @DisplayName("RFC 9213 §2.2 CDN-Cache-Control goes before Cache-Control, whichever allows more")
  void targeted() {
    assertThat(
            of(get(), response(200, "CDN-Cache-Control", "max-age=9", "Cache-Control", "no-store")))
        .isInstanceOf(Storability.Storable.class);
    assertRefused(
        get(),
        response(200, "CDN-Cache-Control", "no-store", "Cache-Control", "max-age=9"),
        Storability.Reason.NO_STORE);
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §15.1 an error that is not heuristically cacheable needs a lifetime")
  @ValueSource(ints = {400, 403, 413, 431, 500, 503})
  void errors(int status) {
    String modified = HttpDate.format(NOW.minusSeconds(100_000));

    assertRefused(
        get(), response(status, "Last-Modified", modified), Storability.Reason.NEVER_REUSABLE);
    assertThat(of(get(), response(status, "Cache-Control", "max-age=5")))
        .isInstanceOf(Storability.Storable.class);
  }

  @Test
  @DisplayName("RFC 9111 §4.3 a success without lifetime is kept if it can be validated")
  void validator() {
    assertThat(of(get(), response(200, "ETag", "\"a\""))).isInstanceOf(Storability.Storable.class);
    assertRefused(get(), response(200), Storability.Reason.NEVER_REUSABLE);
  }

  private static void assertRefused(
      RequestHead request, ResponseHead response, Storability.Reason reason) {
    assertThat(of(request, response)).isEqualTo(new Storability.Refused(reason));
  }

  private static Storability of(RequestHead request, ResponseHead response) {
    return Storability.of(request, response, new Arrival(NOW, NOW));
  }

  private static RequestHead get(String... fields) {
    return new RequestHead("GET", "/", Fields.of(fields));
  }

  private static ResponseHead response(int status, String... fields) {
    return new ResponseHead(status, Fields.of(fields));
  }
}
