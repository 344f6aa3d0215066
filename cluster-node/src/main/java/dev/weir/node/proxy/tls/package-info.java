/// TLS towards clients, for the hosts for which this node stands: certificates and their files, the
/// choice by the name that a client asks for, and the handshake.
///
/// RFC 8446 (TLS 1.3), RFC 5246 (TLS 1.2), RFC 6066 §3 (Server Name Indication), RFC 7301 (ALPN).
@NullMarked
package dev.weir.node.proxy.tls;

import org.jspecify.annotations.NullMarked;
