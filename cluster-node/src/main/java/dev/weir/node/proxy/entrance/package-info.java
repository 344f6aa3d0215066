/// What is before HTTP: is it HTTP at all, and if not, octets led through both ways.
///
/// RFC 9112 (HTTP/1.1). [FirstOctets] decides; nothing here reads a request.
@NullMarked
package dev.weir.node.proxy.entrance;

import org.jspecify.annotations.NullMarked;
