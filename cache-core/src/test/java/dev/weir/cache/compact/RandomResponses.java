package dev.weir.cache.compact;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Stored responses as origins make them, and as nobody should, from a seed.
public final class RandomResponses {
  /// About when they came.
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> NAMES =
      List.of(
          "Date",
          "date",
          "Expires",
          "Last-Modified",
          "Content-Length",
          "Age",
          "Server",
          "ETag",
          "Cache-Control",
          "cache-control",
          "CDN-Cache-Control",
          "Vary",
          "Content-Type",
          "X-Own",
          "Surrogate-Key",
          "Cache-Tag",
          "Set-Cookie",
          "Content-Language",
          "Pragma",
          "aGe");
  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "00",
          "7",
          "1024",
          "999999999999999999",
          "1234567890123456789",
          "-1",
          "gzip",
          "max-age=60",
          "public, max-age=3600",
          "max-age=007",
          "max-age=60, no-cache",
          "no-cache",
          "no-cache=\"set-cookie\"",
          "private=\"x-own, cache-control\"",
          "s-maxage=9",
          "bytes",
          "max-age=5;a",
          "Accept",
          "Accept-Encoding, accept-language",
          "text/html",
          "nginx/1.22.1",
          "\"637e9f3c-400\"",
          "W/\"é\"",
          "de",
          "a b c",
          "Fri, 31 Feb 2025 00:00:00 GMT",
          "Thu, 01 Jan 1970 00:00:00 GMT",
          "thu, 01 Jan 1970 00:00:00 GMT");

  private final Random random;

  /// The responses of a seed.
  public RandomResponses(long seed) {
    this.random = new Random(seed);
  }

  /// One of a few keys.
  public CacheKey key() {
    String host = random.nextInt(4) + ".test";
    return new CacheKey("http", host, "/" + (random.nextBoolean() ? random.nextInt(9) : "é?a=b"));
  }

  /// A request without a condition.
  public RequestHead request() {
    var lines = new ArrayList<String>();
    if (random.nextBoolean()) {
      lines.addAll(List.of("Accept", pick(VALUES)));
    }
    if (random.nextBoolean()) {
      lines.addAll(List.of("Accept-Language", "de, en;q=0.5"));
    }
    return new RequestHead("GET", "/", Fields.of(lines.toArray(String[]::new)));
  }

  /// A response.
  public StoredResponse response() {
    var lines = new ArrayList<String>();
    for (int i = random.nextInt(12); i > 0; i--) {
      lines.add(pick(NAMES));
      lines.add(random.nextInt(3) > 0 ? pick(VALUES) : HttpDate.format(moment(100_000_000)));
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(20);
    int status = List.of(200, 200, 200, 200, 203, 206, 301, 404, 500).get(random.nextInt(9));
    if (status == 206) {
      lines.addAll(List.of("Content-Range", "bytes 5-" + (length + 4) + "/9000"));
    }
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    Instant received = moment(100);
    return StoredResponse.of(
            request(),
            new ResponseHead(status, Fields.of(lines.toArray(String[]::new))),
            Body.of(octets),
            new Arrival(received.minusNanos(random.nextInt(2_000_000_000)), received))
        .stamped(random.nextInt(3) - 1);
  }

  /// A moment not too far from [#NOW].
  public Instant moment(int seconds) {
    return NOW.plusSeconds(random.nextInt(2 * seconds) - seconds)
        .plusNanos(random.nextInt(9) * 111L);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
