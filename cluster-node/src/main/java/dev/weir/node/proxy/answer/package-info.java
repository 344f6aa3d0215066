/// How a client's connection is answered: heads that are signed and framed, bodies, error pages.
///
/// RFC 9112 (HTTP/1.1). What is answered is decided elsewhere.
@NullMarked
package dev.weir.node.proxy.answer;

import org.jspecify.annotations.NullMarked;
