/// Tests of what becomes of a request.
@NullMarked
package dev.weir.node.proxy.outcome;

import org.jspecify.annotations.NullMarked;
