/// Between Netty's HTTP/1.1 codec and the proxy: stricter decoders, one message at a time, timers.
///
/// RFC 9112 (HTTP/1.1). No decision about a request is taken here.
@NullMarked
package dev.weir.node.proxy.wire;

import org.jspecify.annotations.NullMarked;
