/// The sections of the ways in that clients or their names lead to: `proxy.forward` and
/// `proxy.reverse`.
@NullMarked
package dev.weir.node.config.entry;

import org.jspecify.annotations.NullMarked;
