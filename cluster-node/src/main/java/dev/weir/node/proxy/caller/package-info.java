/// Who asks, and how it is found where a request goes: a connection that a router diverted says it
/// itself, a configuration says it for its own hosts, and an explicit client leaves it to us.
///
/// Confined to the event loop of the connection.
@NullMarked
package dev.weir.node.proxy.caller;

import org.jspecify.annotations.NullMarked;
