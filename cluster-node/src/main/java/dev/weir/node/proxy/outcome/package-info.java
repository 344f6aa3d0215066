/// What becomes of a request, as its Cache-Status and the counters tell.
@NullMarked
package dev.weir.node.proxy.outcome;

import org.jspecify.annotations.NullMarked;
