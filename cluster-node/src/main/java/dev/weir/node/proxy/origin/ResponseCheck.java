package dev.weir.node.proxy.origin;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.request.RequestCheck;
import java.util.List;
import java.util.Optional;

/// Our own look at a response head, after Netty's (RFC 9112 §4 and §6). Pure.
final class ResponseCheck {
  private ResponseCheck() {}

  /// The head as the rest of the node sees it, or nothing if it must not be passed on: no HTTP/1.x,
  /// a status outside 100 to 599, a protocol switch nobody asked for, too many fields, or a framing
  /// other than one Content-Length, `chunked`, or the end of the connection.
  static Optional<ResponseHead> of(String version, int status, Fields fields) {
    boolean understood = version.equals("HTTP/1.1") || version.equals("HTTP/1.0");
    if (!understood || status < 100 || status > 599 || status == 101) {
      return Optional.empty();
    }
    if (fields.size() > RequestCheck.FIELDS_MAX || !framingUnderstood(fields)) {
      return Optional.empty();
    }
    return Optional.of(new ResponseHead(status, fields));
  }

  private static boolean framingUnderstood(Fields fields) {
    List<String> coding = fields.all("Transfer-Encoding");
    List<String> length = fields.all("Content-Length");
    if (coding.isEmpty()) {
      return length.size() <= 1;
    }
    return length.isEmpty() && coding.size() == 1 && coding.getFirst().equalsIgnoreCase("chunked");
  }
}
