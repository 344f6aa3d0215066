/// What origins are told of who asks: Forwarded (RFC 7239) and X-Forwarded-For. Pure.
@NullMarked
package dev.weir.node.proxy.forwarded;

import org.jspecify.annotations.NullMarked;
