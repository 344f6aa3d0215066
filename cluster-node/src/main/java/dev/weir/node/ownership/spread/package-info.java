/// Hosts that are too much for one node: owned URL by URL as long as they are.
///
/// Each node counts what its own clients ask for, and tells the others; the directory node of a
/// host decides by the sum.
@NullMarked
package dev.weir.node.ownership.spread;

import org.jspecify.annotations.NullMarked;
