/// The list `proxy.host-check-hosts`.
@NullMarked
package dev.weir.node.config.host;

import org.jspecify.annotations.NullMarked;
