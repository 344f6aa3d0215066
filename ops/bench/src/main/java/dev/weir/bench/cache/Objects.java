package dev.weir.bench.cache;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;

/// Objects as a web server of our days sends them.
final class Objects {
  static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");

  private Objects() {}

  static CacheKey key(long number) {
    return new CacheKey("http", "www.example.test", "/objects/" + number + ".html");
  }

  static StoredResponse response(long number, int length) {
    var head =
        new ResponseHead(
            200,
            Fields.of(
                "Server", "nginx/1.22.1",
                "Date", HttpDate.format(NOW),
                "Content-Type", "text/html",
                "Content-Length", Integer.toString(length),
                "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT",
                "ETag", "\"" + Long.toHexString((number * 0x9e3779b9L) & 0xffffffffL) + "-400\"",
                "Cache-Control", "max-age=3600",
                "Accept-Ranges", "bytes"));
    return StoredResponse.of(
        GET, head, Body.of(new byte[length]), new Arrival(NOW.minusNanos(1_234_567), NOW));
  }
}
