/// What a section of `proxy.reverse` says of origins, certificates and connections.
@NullMarked
package dev.weir.node.config.reverse;

import org.jspecify.annotations.NullMarked;
