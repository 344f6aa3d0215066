package dev.weir.node.proxy.answer;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.wire.FieldLines;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// An answer of our own: a status and one line of plain text that repeats nothing of the request,
/// so that nothing of the request can come back as markup; or a page of the operator's. Pure.
///
/// @param body sent in UTF-8
public record ErrorPage(ResponseHead head, String body) {
  /// Seconds: what is overloaded, or has no healthy origin, is not so for long.
  private static final String RETRY_AFTER = "10";

  /// That of a status, with the reason in a word.
  public static ErrorPage of(int status, String detail) {
    String line = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
    String body = line + " (" + detail + ")\n";
    Fields fields =
        Fields.of(
            "Content-Type",
            "text/plain; charset=us-ascii",
            "Content-Length",
            Integer.toString(body.length()),
            "Cache-Control",
            "no-store");
    return new ErrorPage(
        new ResponseHead(status, status == 503 ? fields.plus("Retry-After", RETRY_AFTER) : fields),
        body);
  }

  /// A page of the operator's, in HTML.
  public static ErrorPage html(int status, String html) {
    int length = html.getBytes(StandardCharsets.UTF_8).length;
    Fields fields =
        Fields.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Length",
            Integer.toString(length),
            "Cache-Control",
            "no-store");
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
