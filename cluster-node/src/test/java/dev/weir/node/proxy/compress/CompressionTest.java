package dev.weir.node.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is compressed for whom.
class CompressionTest {
  private static final Compression RULE =
      new Compression(List.of("text/*", "application/json"), 100, List.of(Coding.GZIP));

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                        | true",
        "br, gzip, deflate           | true",
        "GZIP                        | true",
        "x-gzip                      | true",
        "*                           | true",
        "gzip;q=0.001                | true",
        "gzip ; q=1.000              | true",
        "*;q=0, gzip                 | true",
        "gzip;q=0                    | false",
        "gzip;q=0.000, *             | false",
        "*;q=0                       | false",
        "identity, br                | false",
        "gzipp                       | false",
        "gzip;q=2                    | false",
        "gzip;level=1                | false",
        "''                          | false",
      })
  @DisplayName(
      "RFC 9110 §12.5.3 who takes gzip gets it, whatever else they take; who gives it 0, not")
  void weights(String accepts, boolean gzip) {
    assertThat(RULE.wanted(get("Accept-Encoding", accepts)).isPresent()).isEqualTo(gzip);
  }

  @Test
  @DisplayName(
      "RFC 9110 §12.5.3 who says nothing gets it as it is; so does who wants a part, or no transform")
  void plain() {
    assertThat(RULE.wanted(get())).isEmpty();
    assertThat(RULE.wanted(get("Accept-Encoding", "gzip", "Range", "bytes=0-1"))).isEmpty();
    assertThat(RULE.wanted(get("Accept-Encoding", "gzip", "Cache-Control", "no-transform")))
        .isEmpty();
    assertThat(RULE.wanted(new RequestHead("POST", "/", Fields.of("Accept-Encoding", "gzip"))))
        .isEmpty();
  }

  @Test
  @DisplayName("all who take gzip ask alike, so that there is one variant; others are left alone")
  void normal() {
    assertThat(accepts(get("Accept-Encoding", "br;q=1, gzip;q=0.5"))).isEqualTo("gzip");
    assertThat(accepts(get("Accept-Encoding", "zstd"))).isEqualTo("zstd");
    assertThat(accepts(get("Accept-Encoding", "gzip", "Range", "bytes=0-"))).isEqualTo("identity");
    assertThat(RULE.asked(get()).fields().size()).isZero();
    RequestHead asked = get("Accept-Encoding", "br, gzip");
    assertThat(Compression.NONE.asked(asked)).isSameAs(asked);
  }

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | 200 | Content-Type=text/html;x Content-Length=100",
        "true  | 200 | Content-Type=application/JSON",
        "false | 200 | Content-Type=text/html Content-Length=99",
        "false | 200 | Content-Type=image/png Content-Length=1000",
        "false | 200 | Content-Length=1000",
        "false | 404 | Content-Type=text/html Content-Length=1000",
        "false | 206 | Content-Type=text/html Content-Length=1000",
        "false | 200 | Content-Type=text/html Content-Length=1000 Content-Encoding=br",
        "false | 200 | Content-Type=text/html Content-Length=1000 Cache-Control=no-transform",
      })
  @DisplayName("RFC 9110 §7.7 what is coded already, not to be transformed, short or no text stays")
  void suits(boolean suits, int status, String fields) {
    var head = new ResponseHead(status, Fields.of(fields.split("[ =]", -1)));

    assertThat(RULE.suits(get(), head)).isEqualTo(suits);
    assertThat(Compression.NONE.suits(get(), head)).isFalse();
  }

  @Test
  @DisplayName("RFC 9110 §8.8.3.3 the coded form has a weak tag, no length, and varies")
  void coded() {
    var head =
        new ResponseHead(
            200,
            Fields.of(
                "ETag",
                "\"a\"",
                "Content-Length",
                "5",
                "Content-MD5",
                "x",
                "Accept-Ranges",
                "bytes"));

    Fields coded = Compression.coded(head, Coding.GZIP).fields();

    assertThat(coded.all("ETag")).containsExactly("W/\"a\"");
    assertThat(coded.all("Vary")).containsExactly("Accept-Encoding");
    assertThat(coded.all("Content-Encoding")).containsExactly("gzip");
    assertThat(coded.size()).isEqualTo(3);
    var weak = new ResponseHead(200, Fields.of("ETag", "W/\"b\"", "Vary", "accept-encoding, x"));
    assertThat(Compression.coded(weak, Coding.GZIP).fields().all("ETag"))
        .containsExactly("W/\"b\"");
    assertThat(Compression.coded(weak, Coding.GZIP).fields().all("Vary")).hasSize(1);
  }

  @Test
  @DisplayName("RFC 9111 §4.3.4 a 304 with the strong tag confirms the form with the weak one")
  void confirmed() {
    var head = new ResponseHead(304, Fields.of("ETag", "\"a\""));

    assertThat(tag(Compression.confirmed(get("If-None-Match", "W/\"a\""), head)))
        .isEqualTo("W/\"a\"");
    assertThat(tag(Compression.confirmed(get("If-None-Match", "\"a\""), head))).isEqualTo("\"a\"");
    assertThat(tag(Compression.confirmed(get("If-None-Match", "W/\"b\""), head)))
        .isEqualTo("\"a\"");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Coding.class)
  @DisplayName("RFC 1952, RFC 7932 any body in any pieces is the same after it is decoded")
  void coders(Coding coding) throws IOException {
    var random = new Random(3);
    for (int round = 0; round < 40; round++) {
      byte[] body = new byte[random.nextInt(200_000)];
      for (int i = 0; i < body.length; i++) {
        body[i] = (byte) (round % 2 == 0 ? random.nextInt() : "abcd".charAt(random.nextInt(4)));
      }
      Coder coder = coding.begin(ByteBufAllocator.DEFAULT);
      ByteBuf coded = Unpooled.buffer();
      for (int at = 0; at < body.length; ) {
        int length = Math.min(body.length - at, 1 + random.nextInt(70_000));
        add(coded, coder.write(Unpooled.copiedBuffer(body, at, length)));
        at += length;
      }
      add(coded, coder.finish());
      coder.close();

      assertThat(decoded(coding, coded, body.length)).isEqualTo(body);
    }
  }

  private static byte[] decoded(Coding coding, ByteBuf coded, int length) throws IOException {
    return switch (coding) {
      case GZIP -> new GZIPInputStream(new ByteBufInputStream(coded)).readAllBytes();
      case BR -> Unbrotli.body(ByteBufUtil.getBytes(coded), length);
    };
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br           | br",
        "br                          | br",
        "gzip                        | gzip",
        "x-gzip, x-br                | gzip",
        "br;q=0.8, gzip;q=0.9        | gzip",
        "br;q=0.9, gzip;q=0.8        | br",
        "br;q=0, gzip                | gzip",
        "br;q=0, *                   | gzip",
        "*                           | br",
        "gzip;q=0, br;q=0            | none",
        "identity                    | none",
      })
  @DisplayName("RFC 9110 §12.5.3 of two codings the one that is wanted more; of equals the first")
  void preferred(String accepts, String coding) {
    var both = new Compression(List.of("text/*"), 100, List.of(Coding.BR, Coding.GZIP));

    assertThat(both.wanted(get("Accept-Encoding", accepts)).map(Coding::text).orElse("none"))
        .isEqualTo(coding);
  }

  private static void add(ByteBuf all, ByteBuf piece) {
    all.writeBytes(piece);
    piece.release();
  }

  private static String accepts(RequestHead head) {
    return RULE.asked(head).fields().first("Accept-Encoding").orElseThrow();
  }

  private static String tag(ResponseHead head) {
    return head.fields().first("ETag").orElseThrow();
  }

  private static RequestHead get(String... fields) {
    return new RequestHead("GET", "/", Fields.of(fields));
  }
}
