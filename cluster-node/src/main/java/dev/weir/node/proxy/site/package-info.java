/// The origins of the hosts for which this node stands: which one is asked next, and which are
/// healthy.
///
/// RFC 9110 (HTTP Semantics). [OriginHealth] and [Turns] decide and are pure; [Origins] may be used
/// by any thread; an exchange and a prober are confined to their event loop.
@NullMarked
package dev.weir.node.proxy.site;

import org.jspecify.annotations.NullMarked;
