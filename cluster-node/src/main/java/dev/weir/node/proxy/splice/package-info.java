/// Two TCP connections made one: what comes in by either goes out by the other, unread.
///
/// Knows nothing of HTTP, of who the two are, or why they are joined.
@NullMarked
package dev.weir.node.proxy.splice;

import org.jspecify.annotations.NullMarked;
