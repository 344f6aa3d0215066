/// What nodes sign for each other with the cluster's secret, and what each keeps of it (ADR-0028).
///
/// Pure: octets, keys and times come in, values go out. No Hazelcast, no clock, no logging.
@NullMarked
package dev.weir.node.grid.seal;

import org.jspecify.annotations.NullMarked;
