/// Scenarios about the one node that keeps a URL: hosts with many addresses, hand-over, partitions,
/// and nodes that come and go.
@NullMarked
package dev.weir.lab.scenario.ownership;

import org.jspecify.annotations.NullMarked;
