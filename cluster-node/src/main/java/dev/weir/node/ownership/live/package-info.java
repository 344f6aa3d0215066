/// Ownership at work: the threads, messages and counters around what the packages beside it decide.
@NullMarked
package dev.weir.node.ownership.live;

import org.jspecify.annotations.NullMarked;
