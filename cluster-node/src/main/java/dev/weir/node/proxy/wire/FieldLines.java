package dev.weir.node.proxy.wire;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Field lines between Netty's form and ours, and those that end at the next hop.
public final class FieldLines {
  /// RFC 9110 §7.6.1 Connection, with the fields known to be hop-by-hop without being named.
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /// Fields that a Connection option must not take away: framing, authentication, caching.
  private static final Set<String> PROTECTED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "content-range",
          "authorization",
          "cookie",
          "set-cookie",
          "cache-control",
          "vary",
          "age",
          "expires",
          "date",
          "etag",
          "last-modified",
          "pragma",
          "range",
          "expect");

  private FieldLines() {}

  /// Our form of Netty's lines.
  public static Fields from(HttpHeaders headers) {
    var lines = new ArrayList<Fields.Field>(headers.size());
    var each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> line = each.next();
      lines.add(new Fields.Field(line.getKey().toString(), line.getValue().toString()));
    }
    return Fields.of(lines);
  }

  /// Adds our lines to Netty's, which refuses what could split a message (RFC 9110 §5.5).
  public static void add(Fields fields, HttpHeaders headers) {
    for (Fields.Field line : fields) {
      headers.add(line.name(), line.value());
    }
  }

  /// Only the lines meant for whoever is behind the next hop.
  public static Fields endToEnd(Fields fields) {
    Set<String> named = Set.copyOf(fields.tokens("Connection"));
    return fields.keeping(line -> {
      String name = line.name().toLowerCase(Locale.ROOT);
      return !HOP_BY_HOP.contains(name) && (!named.contains(name) || PROTECTED.contains(name));
    });
  }

  /// The head of a response with a body, or none yet.
  public static HttpResponse response(int status, Fields fields) {
    var response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    add(fields, response.headers());
    return response;
  }

  /// A response before the final one, which is its head alone.
  public static FullHttpResponse interim(ResponseHead head) {
    var interim =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.status()), Unpooled.EMPTY_BUFFER);
    add(head.fields(), interim.headers());
    return interim;
  }
}
