/// What the system's libraries do for the node, by foreign functions. What can crash the process is
/// in this package alone. No I/O, no threads.
@NullMarked
package dev.weir.node.os;

import org.jspecify.annotations.NullMarked;
