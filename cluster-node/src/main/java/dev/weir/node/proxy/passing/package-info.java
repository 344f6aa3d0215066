/// Exchanges by way of another one: what all of them hand on, and the one that completes what is
/// stored in part.
@NullMarked
package dev.weir.node.proxy.passing;

import org.jspecify.annotations.NullMarked;
