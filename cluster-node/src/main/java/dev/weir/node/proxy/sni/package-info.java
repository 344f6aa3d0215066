/// Diverted TLS connections: the name in the client's first message decides whether they are led
/// through. Nothing is decrypted.
///
/// RFC 8446 (TLS 1.3), RFC 5246 (TLS 1.2), RFC 6066 §3 (Server Name Indication), RFC 7301 (ALPN).
@NullMarked
package dev.weir.node.proxy.sni;

import org.jspecify.annotations.NullMarked;
