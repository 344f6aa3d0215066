/// The list `proxy.icap`: services that look at requests and responses.
@NullMarked
package dev.weir.node.config.icap;

import org.jspecify.annotations.NullMarked;
