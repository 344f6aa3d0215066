package dev.weir.node.proxy.request;

import java.util.Locale;

/// Why a request is not carried out, with the status that says so.
public enum Refusal {
  /// Netty's decoder did not understand it (RFC 9112 §2.2 Message Parsing).
  MALFORMED(400),
  /// A line of the head begins with whitespace (RFC 9112 §5.2 Obsolete Line Folding).
  FOLDED_LINE(400),
  /// The request line is too long (RFC 9110 §15.5.15 414 URI Too Long).
  LINE_TOO_LONG(414),
  /// The target is longer than [RequestCheck#TARGET_LENGTH_MAX].
  URI_TOO_LONG(414),
  /// The header section is too long (RFC 6585 §5 431 Request Header Fields Too Large).
  HEAD_TOO_LONG(431),
  /// More field lines than [RequestCheck#FIELDS_MAX].
  TOO_MANY_FIELDS(431),
  /// Neither HTTP/1.0 nor HTTP/1.1.
  VERSION(505),
  /// The method is no token (RFC 9110 §9.1).
  METHOD(400),
  /// CONNECT or PURGE, which this listener does not offer, or a TRACE that may go no further.
  METHOD_NOT_OFFERED(405),
  /// The target is in none of the forms of RFC 9112 §3.2, or holds an octet that none may hold.
  TARGET(400),
  /// The absolute-form has a scheme for which a proxy is asked for a tunnel (RFC 9110 §4.2.2).
  SCHEME_NEEDS_CONNECT(400),

  /// The absolute-form has a scheme that this proxy does not speak, such as `ftp`.
  SCHEME(501),

  /// CONNECT with a body (RFC 9110 §9.3.6).
  CONNECT_BODY(400),

  /// CONNECT to a port to which there are no tunnels.
  CONNECT_PORT(403),

  /// No Host, or more than one (RFC 9112 §3.2).
  HOST_COUNT(400),
  /// Host is no host and port (RFC 9110 §7.2).
  HOST(400),
  /// The absolute-form names another host than Host.
  TARGET_AND_HOST_DIFFER(400),
  /// A framing that we would not send on as it came (RFC 9112 §6).
  FRAMING(400),
  /// More than [RequestCheck#CONNECTION_OPTIONS_MAX] options in Connection.
  CONNECTION_OPTIONS(400),
  /// An expectation other than `100-continue` (RFC 9110 §10.1.1).
  EXPECTATION(417),
  /// Max-Forwards lets it go no further, and it is an OPTIONS (RFC 9110 §7.6.2): it was heard.
  ENDS_HERE(200),
  /// The body is longer than `proxy.limits.body` (RFC 9110 §15.5.14 413 Content Too Large).
  BODY_TOO_LONG(413),
  /// The body comes more slowly than `proxy.limits.body-rate` (RFC 9110 §15.5.9 408 Request
  /// Timeout).
  BODY_TOO_SLOW(408),
  /// The head was not whole after `proxy.limits.head-time`.
  HEAD_TOO_SLOW(408),
  /// This node is short of memory (RFC 9110 §15.6.4 503 Service Unavailable).
  OVERLOAD(503),
  /// It has passed through this node before (RFC 9110 §7.6.3 Via).
  LOOP(508);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /// The status of the answer.
  public int status() {
    return status;
  }

  /// The label value of the counter, such as `host-count`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
