package dev.weir.bench.freshness;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A response to a request, and a second request some time later; drawn by a seed.
///
/// @param elapsed seconds from the response to the second request
record FreshnessCase(RequestHead first, ResponseHead response, RequestHead second, int elapsed) {
  /// When the response comes, by everybody's clock.
  static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

  private static final int[] SECONDS = {0, 1, 5, 30, 60, 61, 300, 3600, 86_400, 1_000_000};
  private static final int[] STATUS = {
    200, 200, 200, 200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 429,
    500, 501, 503
  };
  private static final String[] DIRECTIVES = {
    "max-age=N",
    "max-age=N",
    "max-age=N",
    "s-maxage=N",
    "public",
    "private",
    "no-store",
    "no-cache",
    "must-revalidate",
    "proxy-revalidate",
    "immutable",
    "must-understand",
    "stale-while-revalidate=N",
    "stale-if-error=N",
    "private=\"x\"",
    "no-cache=\"x\"",
    "Max-Age=N",
    "max-age=\"N\"",
    "max-age=x",
    "max-age=-N",
    "max-age=N, max-age=N",
    "other=N"
  };
  private static final String[] ASKED = {
    "max-age=N", "min-fresh=N", "max-stale", "max-stale=N", "no-cache", "no-store", "other"
  };
  private static final String[] VARY = {
    "Accept-Encoding", "Accept-Language", "X-A", "X-A, Accept-Encoding", "*", "X-A, *"
  };
  private static final String[] ENCODINGS = {"gzip", "gzip, br", "br, gzip", "br"};
  private static final String[] LANGUAGES = {"en", "en, de", "en;q=0.5, de", "de, en;q=0.5"};

  static FreshnessCase draw(SplittableRandom random) {
    return new Draw(random).one();
  }

  private record Draw(SplittableRandom random) {
    FreshnessCase one() {
      String method = chance(80) ? "GET" : chance(70) ? "POST" : "HEAD";
      String target = chance(85) ? "/p" : "/p?q";
      var common = new ArrayList<String>(List.of("Host", "a.test"));
      some(common, 40, "Accept-Encoding", any(ENCODINGS));
      some(common, 40, "Accept-Language", any(LANGUAGES));
      some(common, 40, "X-A", any("1", "2"));
      var asked = new ArrayList<>(common);
      some(asked, 8, "Authorization", "Basic x");
      some(asked, 8, "Cookie", "a=b");
      some(asked, 5, "Cache-Control", "no-store");
      some(asked, 2, "X-Forwarded-Host", "b.test");
      var again = new ArrayList<>(chance(80) ? common : List.of("Host", "a.test", "X-A", "2"));
      some(again, 30, "Cache-Control", seconds(any(ASKED)));
      some(again, 3, "Pragma", "no-cache");
      return new FreshnessCase(
          new RequestHead(method, target, fields(asked)),
          new ResponseHead(STATUS[random.nextInt(STATUS.length)], response(target)),
          new RequestHead(chance(95) ? "GET" : "HEAD", target, fields(again)),
          SECONDS[random.nextInt(SECONDS.length)]);
    }

    private Fields response(String target) {
      var lines = new ArrayList<String>();
      var control = new ArrayList<String>();
      for (int i = random.nextInt(4); i > 0; i--) {
        control.add(seconds(any(DIRECTIVES)));
      }
      if (!control.isEmpty()) {
        lines.addAll(List.of("Cache-Control", String.join(", ", control)));
      }
      some(lines, 90, "Date", date(chance(80) ? 0 : -second()));
      some(lines, 25, "Expires", chance(90) ? date(second() - 60L) : any("0", "-1", "never"));
      some(lines, 15, "Age", chance(90) ? "" + second() : any("x", "-5", "3, 4", "1.5"));
      some(lines, 40, "Last-Modified", date(-10L * second()));
      some(lines, 30, "ETag", "\"e\"");
      some(lines, 15, "Vary", any(VARY));
      some(lines, 8, "Set-Cookie", "a=b");
      some(lines, 4, "Pragma", "no-cache");
      some(lines, 4, "CDN-Cache-Control", seconds(any("max-age=N", "no-store", "no-cache")));
      some(lines, 30, "Content-Location", any(target, "/other"));
      return fields(lines);
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private void some(List<String> lines, int percent, String name, String value) {
      if (chance(percent)) {
        lines.add(name);
        lines.add(value);
      }
    }

    private String any(String... of) {
      return of[random.nextInt(of.length)];
    }

    private int second() {
      return SECONDS[random.nextInt(SECONDS.length)];
    }

    private String seconds(String pattern) {
      String drawn = pattern;
      while (drawn.contains("N")) {
        drawn = drawn.replaceFirst("N", "" + second());
      }
      return drawn;
    }

    private static String date(long ahead) {
      return HttpDate.format(RECEIVED.plusSeconds(ahead));
    }

    private static Fields fields(List<String> lines) {
      return Fields.of(lines.toArray(String[]::new));
    }
  }
}
