/// The short way of a plain GET that the store answers: its octets are looked at once, no object is
/// made of them, and the response leaves in one write.
///
/// It knows one kind of request and leaves every other, untouched, to the decoder behind it; what
/// it answers it answers octet for octet as the whole way would (ADR-0034).
@NullMarked
package dev.weir.node.proxy.quick;

import org.jspecify.annotations.NullMarked;
