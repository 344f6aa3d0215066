/// HTTP/2 towards clients: each stream is a conversation like one of HTTP/1.1, behind a conversion.
///
/// RFC 9113 (HTTP/2). Netty's codec keeps the connection's rules and counts what floods use; what a
/// request may say is checked here, and again as every request is.
@NullMarked
package dev.weir.node.proxy.http2;

import org.jspecify.annotations.NullMarked;
