package dev.weir.cache.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ResponseCodecTest {
  private static final Instant NOW = RandomResponses.NOW;
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/b?c");

  @Test
  @DisplayName("a response comes back as it was, but for its body")
  void roundTrip() {
    var responses = new RandomResponses(6);
    for (int i = 0; i < 10_000; i++) {
      StoredResponse response = responses.response();
      CacheKey key = responses.key();
      byte[] record = ResponseCodec.encode(key, response);

      var decoded = ResponseCodec.decode(record, 0, record.length).orElseThrow();
      assertThat(decoded.key()).isEqualTo(key);
      assertThat(decoded.bodyBytes()).isEqualTo(response.body().length());
      assertThat(decoded.response().withBody(response.body())).isEqualTo(response);
    }
  }

  @Test
  @DisplayName("any octets are a record or none")
  void total() {
    var random = new Random(7);
    var responses = new RandomResponses(7);
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] record = ResponseCodec.encode(responses.key(), responses.response());
      for (int change = random.nextInt(4); change >= 0; change--) {
        record[random.nextInt(record.length)] = (byte) random.nextInt();
      }
      int end = random.nextInt(4) == 0 ? random.nextInt(record.length + 1) : record.length;
      var decoded = ResponseCodec.decode(record, 0, end);
      understood += decoded.isPresent() ? 1 : 0;
      var head = new CompactHead();
      if (head.read(record, 0, end)) {
        head.freshAt(NOW);
        head.write(head.ageSeconds(NOW), ByteBuffer.allocate(random.nextInt(4000)));
      }
    }
    assertThat(understood).isBetween(1, 19_999);
  }

  @Test
  @DisplayName("what is cut short, goes on, or has flags that its fields deny is no record")
  void refused() {
    byte[] record = ResponseCodec.encode(KEY, nginx());

    for (int length = 0; length < record.length; length++) {
      assertThat(ResponseCodec.decode(record, 0, length)).isEmpty();
    }
    byte[] longer = Arrays.copyOf(record, record.length + 1);
    assertThat(ResponseCodec.decode(longer, 0, longer.length)).isEmpty();
    record[1] ^= CompactHead.PLAIN;
    assertThat(ResponseCodec.decode(record, 0, record.length)).isEmpty();
  }

  @Test
  @DisplayName("a text that no wire carries is refused")
  void noOctets() {
    var strange = new CacheKey("http", "a.test", "/\u20ac");
    assertThatIllegalArgumentException().isThrownBy(() -> ResponseCodec.encode(strange, nginx()));
  }

  @Test
  @DisplayName("the head of what nginx sends takes few octets")
  void lean() {
    byte[] record = ResponseCodec.encode(KEY, nginx());

    assertThat(record.length - KEY.octets()).isLessThanOrEqualTo(90);
  }

  @Test
  @DisplayName("it goes to the wire with its age, and its length as it is")
  void wire() {
    byte[] record = ResponseCodec.encode(KEY, nginx());
    var head = new CompactHead();
    var to = ByteBuffer.allocate(1000);

    assertThat(head.read(record, 0, record.length)).isTrue();
    assertThat(head.isPlain()).isTrue();
    byte[] url = KEY.url().getBytes(StandardCharsets.US_ASCII);
    assertThat(head.isOf(url, 0, url.length)).isTrue();
    assertThat(head.isOf(url, 0, url.length - 1)).isFalse();
    int length = head.write(head.ageSeconds(NOW.plusSeconds(12)), to).orElseThrow();
    assertThat(new String(to.array(), 0, length, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            """
            HTTP/1.1 200 OK\r
            Server: nginx/1.22.1\r
            Date: Thu, 01 Jan 2026 00:00:00 GMT\r
            Content-Type: text/html\r
            Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r
            ETag: "637e9f3c-400"\r
            Cache-Control: max-age=3600\r
            Accept-Ranges: bytes\r
            Age: 12\r
            Content-Length: 1024\r
            """);
    assertThat(head.read(record, 0, record.length)).isTrue();
    assertThat(head.write(0, ByteBuffer.allocate(length - 3))).isEmpty();
  }

  @Test
  @DisplayName("RFC 9111 §4.2.3 age and freshness are those of the response")
  void ages() {
    var responses = new RandomResponses(8);
    for (int i = 0; i < 10_000; i++) {
      StoredResponse response = responses.response();
      byte[] record = ResponseCodec.encode(KEY, response);
      Instant now = responses.moment(100);
      var head = new CompactHead();
      assertThat(head.read(record, 0, record.length)).isTrue();
      assertThat(head.freshAt(now)).isEqualTo(response.freshness().freshAt(now));
      assertThat(head.ageSeconds(now)).isEqualTo(response.freshness().age(now).toSeconds());
    }
  }

  @Test
  @DisplayName("RFC 9110 §5.6.7 every day from 1970 to 2106 is written as it should be, and read")
  void dates() {
    for (long seconds = 0; seconds < 0xffff_ffffL; seconds += 86_400 - 7) {
      String date = HttpDate.format(Instant.ofEpochSecond(seconds));
      assertThat(CompactDate.text(seconds)).isEqualTo(date);
      assertThat(CompactDate.seconds(date)).hasValue(seconds);
    }
    assertThat(CompactDate.seconds("Thu, 29 Feb 2026 00:00:00 GMT")).isEmpty();
    assertThat(CompactDate.seconds("Sun, 07 Feb 2106 06:28:16 GMT")).isEmpty();
  }

  private static StoredResponse nginx() {
    var head =
        new ResponseHead(
            200,
            Fields.of(
                "Server", "nginx/1.22.1",
                "Date", HttpDate.format(NOW),
                "Content-Type", "text/html",
                "Content-Length", "1024",
                "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT",
                "ETag", "\"637e9f3c-400\"",
                "Cache-Control", "max-age=3600",
                "Accept-Ranges", "bytes"));
    return StoredResponse.of(
        new RequestHead("GET", "/b?c", Fields.NONE),
        head,
        Body.of(new byte[1024]),
        new Arrival(NOW.minusNanos(1_234_567), NOW));
  }
}
