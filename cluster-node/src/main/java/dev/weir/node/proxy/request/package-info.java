/// Whether a request is one we are willing to understand. Pure: no Netty, no I/O, no clock.
///
/// RFC 9110 (HTTP Semantics), RFC 9112 (HTTP/1.1). Netty's decoder has looked already; correctness
/// does not rest on it alone.
@NullMarked
package dev.weir.node.proxy.request;

import org.jspecify.annotations.NullMarked;
