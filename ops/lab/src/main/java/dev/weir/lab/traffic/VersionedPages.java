package dev.weir.lab.traffic;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Pages that a POST changes. Each has a version, which grows by one with each submission and is
/// said in every answer; the page may be kept for ten minutes.
public final class VersionedPages {
  /// Where they are, on every site.
  public static final String PATH = "/versioned/";

  /// The response field with the version.
  public static final String VERSION_FIELD = "X-Version";

  /// The request field with the name of a submission.
  public static final String SUBMISSION_FIELD = "X-Submission";

  private final Map<String, Long> versions = new ConcurrentHashMap<>();
  private final Map<String, Long> submissions = new ConcurrentHashMap<>();

  /// How often each submission has come.
  Map<String, Long> submissions() {
    return submissions;
  }

  void serve(HttpExchange exchange, String url) throws IOException {
    boolean post = exchange.getRequestMethod().equals("POST");
    long version = versions.merge(url, post ? 1L : 0L, Long::sum);
    if (post) {
      exchange.getRequestBody().readAllBytes();
      String name = String.valueOf(exchange.getRequestHeaders().getFirst(SUBMISSION_FIELD));
      submissions.merge(name, 1L, Long::sum);
    }
    String etag = "\"v" + version + "\"";
    Headers headers = exchange.getResponseHeaders();
    headers.set(VERSION_FIELD, Long.toString(version));
    headers.set("ETag", etag);
    headers.set("Cache-Control", post ? "no-store" : "max-age=600");
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    byte[] body = (url + " " + version + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
