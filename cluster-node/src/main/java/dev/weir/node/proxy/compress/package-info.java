/// Compression towards clients: what of an origin's answers is compressed, once, on its way into
/// the store, and for whom.
///
/// RFC 9110: Content-Encoding, Accept-Encoding, ETag. [Compression] decides and is pure; a
/// [CompressedExchange] is confined to its event loop.
@NullMarked
package dev.weir.node.proxy.compress;

import org.jspecify.annotations.NullMarked;
