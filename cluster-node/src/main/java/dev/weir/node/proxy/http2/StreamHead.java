package dev.weir.node.proxy.http2;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.request.RequestCheck;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The head of a request as a stream brings it (RFC 9113 §8.3.1), and as HTTP/1.1 would. Pure.
public sealed interface StreamHead {
  /// It can be said in HTTP/1.1.
  record Good(RequestHead head) implements StreamHead {}

  /// It is malformed; its stream is to be reset.
  record Bad(StreamFault fault) implements StreamHead {}

  /// Fields that belong to a connection, of which a stream has none (RFC 9113 §8.2.2).
  Set<String> OF_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  /// The fields of every request but CONNECT.
  Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");

  /// Reads a head that came by TLS.
  ///
  /// @param ends whether no body follows
  static StreamHead of(Http2Headers headers, boolean ends) {
    Map<String, String> pseudo = new HashMap<>();
    var lines = new ArrayList<Fields.Field>();
    var cookies = new ArrayList<String>();
    for (Map.Entry<CharSequence, CharSequence> each : headers) {
      String name = each.getKey().toString();
      String value = each.getValue().toString();
      if (name.startsWith(":")) {
        if (!PSEUDO.contains(name) || pseudo.put(name, value) != null || !lines.isEmpty()) {
          return new Bad(StreamFault.PSEUDO_FIELDS);
        }
      } else if (!isField(name, value)) {
        return new Bad(StreamFault.FIELD);
      } else if (OF_CONNECTION.contains(name) || (name.equals("te") && !value.equals("trailers"))) {
        return new Bad(StreamFault.CONNECTION_FIELD);
      } else if (name.equals("cookie")) {
        cookies.add(value);
      } else {
        lines.add(new Fields.Field(name, value));
      }
    }
    if (!cookies.isEmpty()) {
      lines.add(new Fields.Field("cookie", String.join("; ", cookies))); // RFC 9113 §8.2.3
    }
    return joined(pseudo, lines, ends);
  }

  private static StreamHead joined(
      Map<String, String> pseudo, List<Fields.Field> lines, boolean ends) {
    String method = pseudo.getOrDefault(":method", "");
    String path = pseudo.getOrDefault(":path", "");
    if (method.equals("CONNECT")) {
      return new Bad(StreamFault.CONNECT);
    }
    if (!RequestCheck.TOKEN.matcher(method).matches() || path.isEmpty()) {
      return new Bad(StreamFault.PSEUDO_FIELDS);
    }
    if (!"https".equals(pseudo.get(":scheme"))) {
      return new Bad(StreamFault.SCHEME);
    }
    if (!path.startsWith("/") && !(path.equals("*") && method.equals("OPTIONS"))) {
      return new Bad(StreamFault.TARGET);
    }
    if (!path.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return new Bad(StreamFault.TARGET);
    }
    List<String> hosts =
        lines.stream().filter(it -> it.named("Host")).map(Fields.Field::value).toList();
    String authority = pseudo.getOrDefault(":authority", hosts.isEmpty() ? "" : hosts.getFirst());
    if (authority.isEmpty()
        || hosts.size() > 1
        || hosts.stream().anyMatch(it -> !it.equalsIgnoreCase(authority))) {
      return new Bad(StreamFault.AUTHORITY);
    }
    var fields = new ArrayList<Fields.Field>();
    fields.add(new Fields.Field("Host", authority));
    lines.stream().filter(it -> !it.named("Host")).forEach(fields::add);
    if (!ends && lines.stream().noneMatch(it -> it.named("Content-Length"))) {
      fields.add(new Fields.Field("Transfer-Encoding", "chunked"));
    }
    return new Good(new RequestHead(method, path, Fields.of(fields)));
  }

  /// RFC 9113 §8.2.1: a lower-case token; a value without controls that begins and ends with no
  /// blank.
  private static boolean isField(String name, String value) {
    boolean lower = name.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
    boolean clean = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
    return lower
        && RequestCheck.TOKEN.matcher(name).matches()
        && clean
        && value.equals(value.strip());
  }

  /// Whether these may be fields after a body. They are not passed on.
  static boolean areTrailers(Http2Headers headers, boolean ends) {
    for (CharSequence name : headers.names()) {
      if (name.length() > 0 && name.charAt(0) == ':') {
        return false;
      }
    }
    return ends;
  }
}
