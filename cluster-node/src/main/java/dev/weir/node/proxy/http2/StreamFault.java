package dev.weir.node.proxy.http2;

import dev.weir.node.proxy.client.ProxyMeters;
import java.util.Locale;

/// Why a stream is reset, or a connection ended, because of what its client sent.
public enum StreamFault {
  /// A pseudo-field is missing, comes twice, is unknown or empty (RFC 9113 §8.3.1).
  PSEUDO_FIELDS,
  /// It is asked by another scheme than that of the connection.
  SCHEME,
  /// `:authority` and Host differ, or there is more than one Host.
  AUTHORITY,
  /// The target is neither a path nor `*` with OPTIONS.
  TARGET,
  /// A field's name is no lower-case token, or its value has octets that none may have (RFC 9113
  /// §8.2.1).
  FIELD,
  /// A field that is about a connection (RFC 9113 §8.2.2).
  CONNECTION_FIELD,
  /// CONNECT, which is not offered.
  CONNECT,
  /// Fields after the body that do not end it, or have pseudo-fields among them (RFC 9113 §8.1).
  TRAILERS,
  /// It would be one more under way than the node bears.
  LIMIT,
  /// It would be one more under way than one client may have.
  CLIENT_LIMIT,
  /// The connection or a stream does not keep to the protocol.
  PROTOCOL,
  /// The connection sent too many frames that keep the node busy: resets, PING, SETTINGS, small
  /// ones.
  FLOOD;

  /// Why a stream may not begin.
  public static StreamFault of(ProxyMeters.Closed why) {
    return why == ProxyMeters.Closed.CLIENT_LIMIT ? CLIENT_LIMIT : LIMIT;
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
