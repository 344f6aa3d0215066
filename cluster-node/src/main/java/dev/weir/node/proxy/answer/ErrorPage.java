package dev.weir.node.proxy.answer;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.wire.FieldLines;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An answer of our own: a status, the reason in a word, and what an operator needs to find the
/// request again; or a page of the operator's. It repeats nothing of the request by itself, so that
/// nothing of it can come back as markup. Pure.
///
/// @param body sent in UTF-8
public record ErrorPage(ResponseHead head, String body) {
  /// When a client may come again after a 503, in seconds: what is overloaded, or has no healthy
  /// origin, is not so for long.
  private static final String RETRY_AFTER = "10";

  private static final int REASON_LENGTH_MAX = 64;

  /// What it is about.
  ///
  /// @param node our pseudonym
  /// @param request the number that the access log has, too
  /// @param html whether the client reads HTML; otherwise it gets plain text
  public record About(String node, String request, Instant at, boolean html) {
    /// What is known of a request by its account.
    public static About of(String node, Account account) {
      return new About(node, account.number(), account.now(), account.readsHtml());
    }
  }

  /// That of a status, with the reason in a word.
  public static ErrorPage of(int status, String reason, About about) {
    String title = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
    String word = printable(reason);
    String at = about.at().truncatedTo(ChronoUnit.SECONDS).toString();
    String body = about.html() ? html(title, word, at, about) : text(title, word, at, about);
    Fields fields =
        Fields.of(
            "Content-Type",
            (about.html() ? "text/html" : "text/plain") + "; charset=us-ascii",
            "Content-Length",
            Integer.toString(body.length()),
            "Cache-Control",
            "no-store",
            "X-Request-Id",
            about.request());
    if (about.html()) {
      fields =
          fields
              .plus("Content-Security-Policy", "default-src 'none'")
              .plus("X-Content-Type-Options", "nosniff");
    }
    if (status == 503) {
      fields = fields.plus("Retry-After", RETRY_AFTER);
    }
    return new ErrorPage(new ResponseHead(status, fields), body);
  }

  /// A page of the operator's, in HTML.
  public static ErrorPage html(int status, String html, About about) {
    int length = html.getBytes(StandardCharsets.UTF_8).length;
    Fields fields =
        Fields.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Length",
            Integer.toString(length),
            "Cache-Control",
            "no-store",
            "X-Request-Id",
            about.request());
    return new ErrorPage(new ResponseHead(status, fields), html);
  }

  /// The same with further fields.
  public ErrorPage with(Fields further) {
    Fields fields = head.fields();
    for (Fields.Field line : further) {
      fields = fields.plus(line.name(), line.value());
    }
    return new ErrorPage(head.withFields(fields), body);
  }

  private static String text(String title, String word, String at, About about) {
    return "%s (%s)\nNode: %s\nTime: %s\nRequest: %s\n"
        .formatted(title, word, about.node(), at, about.request());
  }

  private static String html(String title, String word, String at, About about) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="us-ascii"><title>%s</title></head>
    <body>
    <h1>%s</h1>
    <p>Reason: %s</p>
    <p>Node: %s<br>Time: %s<br>Request: %s</p>
    </body>
    </html>
    """
        .formatted(
            escaped(title),
            escaped(title),
            escaped(word),
            escaped(about.node()),
            at,
            escaped(about.request()));
  }

  /// Visible ASCII and blanks, of which there are not many.
  private static String printable(String reason) {
    String cut = reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
    return cut.replaceAll("[^ -~]", "?");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// The whole of it, after which the connection ends.
  ///
  /// @param fields those of its head, and ours
  DefaultFullHttpResponse closing(Fields fields) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(head.status()),
            Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    FieldLines.add(fields, response.headers());
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
