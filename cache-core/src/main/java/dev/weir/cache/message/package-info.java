/// The heads of HTTP messages as the caching rules see them: plain values, no I/O.
///
/// RFC 9110 (HTTP Semantics) for fields and dates, RFC 9111 (HTTP Caching) for Cache-Control.
@NullMarked
package dev.weir.cache.message;

import org.jspecify.annotations.NullMarked;
