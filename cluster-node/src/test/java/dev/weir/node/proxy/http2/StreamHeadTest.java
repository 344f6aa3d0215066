package dev.weir.node.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.RequestHead;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a stream may ask for (RFC 9113 §8).
class StreamHeadTest {
  private static final String GET = ":method=GET :scheme=https :path=/a";

  @Test
  @DisplayName("RFC 9113 §8.3.1 :authority is Host; §8.2.3 cookies are one field again")
  void good() {
    RequestHead head =
        good(GET + " :authority=a.test accept=x cookie=a=1 cookie=b=2 te=trailers", true);

    assertThat(head.method() + " " + head.target()).isEqualTo("GET /a");
    assertThat(head.fields().all("Host")).containsExactly("a.test");
    assertThat(head.fields().all("Cookie")).containsExactly("a=1; b=2");
    assertThat(head.hasBody()).isFalse();
    assertThat(good(GET + " host=a.test", true).fields().all("Host")).containsExactly("a.test");
    assertThat(good(GET + " :authority=A.test host=a.test", true).fields().all("Host")).hasSize(1);
  }

  @Test
  @DisplayName("RFC 9112 §6 a body without a length is chunked for whoever speaks HTTP/1.1")
  void bodies() {
    assertThat(good(GET + " :authority=a.test", false).fields().all("Transfer-Encoding"))
        .containsExactly("chunked");
    assertThat(good(GET + " :authority=a.test content-length=3", false).fields().size())
        .isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PSEUDO_FIELDS    | :scheme=https :path=/a :authority=a.test",
        "PSEUDO_FIELDS    | :method=GET :scheme=https :authority=a.test",
        "PSEUDO_FIELDS    | :method=GET :method=POST :scheme=https :path=/a :authority=a.test",
        "PSEUDO_FIELDS    | :method=GET :scheme=https :path=/a :path=/b :authority=a.test",
        "PSEUDO_FIELDS    | :method=GET :scheme=https :path=/a :authority=a.test :authority=b.test",
        "PSEUDO_FIELDS    | :method=GET :scheme=https :path=/a :authority=a.test :status=200",
        "PSEUDO_FIELDS    | :method=GE,T :scheme=https :path=/a :authority=a.test",
        "SCHEME           | :method=GET :scheme=http :path=/a :authority=a.test",
        "SCHEME           | :method=GET :path=/a :authority=a.test",
        "AUTHORITY        | :method=GET :scheme=https :path=/a",
        "AUTHORITY        | :method=GET :scheme=https :path=/a :authority=a.test host=b.test",
        "AUTHORITY        | :method=GET :scheme=https :path=/a host=a.test host=a.test",
        "TARGET           | :method=GET :scheme=https :path=a :authority=a.test",
        "TARGET           | :method=GET :scheme=https :path=* :authority=a.test",
        "TARGET           | :method=GET :scheme=https :path=/a\u00a0b :authority=a.test",
        "FIELD            | :method=GET :scheme=https :path=/a :authority=a.test Accept=x",
        "FIELD            | :method=GET :scheme=https :path=/a :authority=a.test a@b=x",
        "FIELD            | :method=GET :scheme=https :path=/a :authority=a.test a=x\u0000y",
        "FIELD            | :method=GET :scheme=https :path=/a :authority=a.test a=x\ry",
        "CONNECTION_FIELD | :method=GET :scheme=https :path=/a :authority=a.test connection=close",
        "CONNECTION_FIELD | :method=GET :scheme=https :path=/a :authority=a.test upgrade=h2c",
        "CONNECTION_FIELD | :method=POST :scheme=https :path=/ :authority=a transfer-encoding=chunked",
        "CONNECTION_FIELD | :method=GET :scheme=https :path=/a :authority=a.test te=gzip",
        "CONNECTION_FIELD | :method=GET :scheme=https :path=/a :authority=a.test keep-alive=1",
        "CONNECT          | :method=CONNECT :authority=a.test:443",
      })
  @DisplayName("RFC 9113 §8.1.1 what is malformed resets its stream")
  void bad(StreamFault fault, String fields) {
    assertThat(StreamHead.of(headers(fields), true)).isEqualTo(new StreamHead.Bad(fault));
  }

  @Test
  @DisplayName("RFC 9113 §8.1 fields after a body end it and have no pseudo-fields")
  void trailers() {
    assertThat(StreamHead.areTrailers(headers("x=1"), true)).isTrue();
    assertThat(StreamHead.areTrailers(headers("x=1"), false)).isFalse();
    assertThat(StreamHead.areTrailers(headers(":path=/ x=1"), true)).isFalse();
  }

  private static RequestHead good(String fields, boolean ends) {
    return ((StreamHead.Good) StreamHead.of(headers(fields), ends)).head();
  }

  private static Http2Headers headers(String fields) {
    var headers = new DefaultHttp2Headers(false);
    for (String field : fields.split(" ", -1)) {
      int at = field.indexOf('=');
      headers.add(field.substring(0, at), field.substring(at + 1));
    }
    return headers;
  }
}
