/// Purges: what an operator has every node of the cluster forget (ADR-0028).
///
/// Carried by the grid as signed records, which a node that returns finds there.
@NullMarked
package dev.weir.node.purge;

import org.jspecify.annotations.NullMarked;
