package dev.weir.node.proxy.request;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;

/// Which change of protocol is passed on (RFC 9110 §7.8 Upgrade): to WebSocket and to nothing else.
/// Upgrade ends at the next hop, so whatever else a client offers is not said to its origin. Pure.
public final class Upgrade {
  /// What may be changed to (RFC 6455 §11.2).
  public static final String WEBSOCKET = "websocket";

  private Upgrade() {}

  /// Whether a request asks for it in the way of RFC 6455 §4.1: a GET without a body.
  static boolean isWanted(RequestHead head, boolean http11) {
    return http11 && head.isGet() && !head.hasBody() && names(head.fields());
  }

  /// These fields, and that the next hop is asked for it.
  public static Fields asking(Fields fields) {
    return fields.with("Connection", "Upgrade").with("Upgrade", WEBSOCKET);
  }

  /// Whether a response 101 changes to what a request has asked for. It has no body, and whoever
  /// sends it knows the protocol (RFC 6455 §4.2.2).
  public static boolean isAgreed(Fields asked, String version, Fields answer) {
    return names(asked)
        && version.equals("HTTP/1.1")
        && names(answer)
        && answer.size() <= RequestCheck.FIELDS_MAX
        && answer.has("Sec-WebSocket-Accept")
        && !answer.has("Transfer-Encoding")
        && !answer.has("Content-Length");
  }

  private static boolean names(Fields fields) {
    return fields.tokens("Connection").contains("upgrade")
        && fields.tokens("Upgrade").contains(WEBSOCKET);
  }
}
